import Files
import Foundation
import Graph
import ONNX
import TestSupport
import Testing

struct FileErrorTests {
  @Test("A file that ends early is refused as cut off or as no model, wherever it ends")
  func aFileCutAnywhereIsKnownToBe() throws {
    let bytes = try ONNXModel.bytes(of: try Detector.graph())
    for count in 0..<bytes.count {
      let error = #expect(throws: ONNXError.self, "cut to \(count) bytes") {
        try ONNXModel.read(Array(bytes[..<count]))
      }
      switch error {
      case .truncated(let offset, let expected, let found):
        #expect(offset < count && expected > count && found == count)
      case .notONNX, .missingOpset: break
      default: Issue.record("cut to \(count) bytes: \(String(describing: error))")
      }
    }
  }

  @Test("Bytes after the model are an error") func bytesAfterTheModelAreAnError() throws {
    let bytes = try ONNXModel.bytes(of: try Detector.graph())
    for garbage in [[0], [0x67, 0x61, 0x72], Array("<html>".utf8), [0x0a, 1, 0], [0xff]] {
      #expect(throws: ONNXError.trailingGarbage(offset: bytes.count, count: garbage.count)) {
        try ONNXModel.read(bytes + garbage.map { UInt8($0) })
      }
    }
  }

  @Test(
    "A file that is not ONNX is refused with what it is",
    arguments: [
      ("", "empty"), ("<!DOCTYPE html><html>", "web page"),
      ("version https://git-lfs.github.com/spec/v1\noid sha256:0", "git lfs pull"),
      ("[net]\nwidth=416\n", "a darknet cfg"), ("\u{8}\u{8}", "no graph"),
    ])
  func otherFilesAreCalledWhatTheyAre(_ text: String, _ words: String) throws {
    let error = #expect(throws: ONNXError.self) { try ONNXModel.read(Array(text.utf8)) }
    guard case .notONNX(let reason)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(reason.contains(words))
  }

  @Test("Missing files and folders are errors that name them")
  func missingFilesAndFoldersAreErrorsOfTheFile() throws {
    let folder = try TemporaryFolder()
    for path in [folder.path("missing.onnx"), folder.url.path] {
      let error = #expect(throws: ONNXError.self) { try ONNXModel.read(path: path) }
      guard case .file(let cause)? = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
      #expect(cause.kind == .unreadable && cause.path == path)
    }
    let path = folder.path("no/such/folder.onnx")
    let error = #expect(throws: ONNXError.self) {
      try ONNXModel.write(try Detector.graph(), to: path)
    }
    guard case .file(let cause)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(cause.kind == .unwritable)
  }

  @Test("A graph that cannot be written is an error that says why, and no file is left")
  func whatCannotBeWrittenIsNamedAndLeavesNoFile() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("model.onnx")
    func error(_ graph: Graph, _ options: WriteOptions) -> ONNXError? {
      do throws(ONNXError) {
        _ = try ONNXModel.write(graph, options: options, to: path)
        return nil
      } catch { return error }
    }
    var graph = Graph(name: "large")
    let x = graph.addInput("x", TensorType(.float32, try Shape([1, 3])))
    let c = graph.addConstant("c", Tensor([1, 65520, 2] as [Float], shape: try Shape([3])))
    graph.outputs = [try graph.add(Binary(.add), [x, c], name: "y")]
    #expect(
      error(graph, WriteOptions(precision: .float16))
        == .notFinite(tensor: "c", index: 1, value: 65520))
    for opset in [12, 23, -1] {
      #expect(error(graph, WriteOptions(opset: opset)) == .unwritableOpset(opset))
    }
    var unknown = Graph(name: "unknown")
    let y = unknown.addInput("x", TensorType(.float32, try Shape([1, 3])))
    unknown.outputs = [try unknown.add(UnknownOperation(), [y], name: "y")]
    #expect(
      error(unknown, WriteOptions())
        == .unsupportedOperation(node: "y", operation: "an operation of tomorrow"))
    var infinite = try Detector.graph()
    infinite.contract.heads[0].scaleXY = .infinity
    guard case .metadata("darkroom.heads", _)? = error(infinite, WriteOptions()) else {
      Issue.record("an infinite number in the contract")
      return
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == [])
  }

  @Test("Models of more than two gigabytes are no file alone")
  func modelsOfMoreThanTwoGigabytesNeedASecondFile() throws {
    // Borrowed bytes, so that the test does not need them: 2^29 floats are 2 GiB.
    let small = TensorBuffer(byteCount: 64) { _ in }
    let huge = small.withUnsafeBytes { bytes in
      TensorBuffer(
        borrowing: UnsafeRawBufferPointer(start: bytes.baseAddress, count: 1 << 31), owner: small)
    }
    var graph = Graph(name: "huge")
    let x = graph.addInput("x", TensorType(.float32, try Shape([1, 1])))
    let type = TensorType(.float32, try Shape([1 << 29]))
    let c = graph.addConstant("c", Tensor(type: type, buffer: huge))
    graph.outputs = [try graph.add(Binary(.add), [x, c], name: "y")]
    let error = #expect(throws: ONNXError.self) { try ONNXModel.bytes(of: graph) }
    guard case .tooLarge(let byteCount)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect((1 << 31..<1 << 31 + 1000).contains(byteCount))
  }
}
