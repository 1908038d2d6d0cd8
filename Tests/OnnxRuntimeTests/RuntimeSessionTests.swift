import Darknet
import Engine
import Foundation
import Graph
import ONNX
import OnnxRuntime
import Pipeline
import TestSupport
import Testing

@Suite(
  "Models that ONNX Runtime runs",
  .enabled(if: Peers.onnxRuntime != nil, Comment(rawValue: Peers.areMissing)))
struct RuntimeSessionTests {
  let folder: TemporaryFolder
  let runtime: Runtime

  init() throws {
    folder = try TemporaryFolder()
    runtime = try Runtime.load(path: try #require(Peers.onnxRuntime))
  }

  @Test(
    "The engine and ONNX Runtime agree on every form of the embedded detector",
    arguments: [OutputForm.raw, .decoded, .nms], [1, 2])
  func agreement(form: OutputForm, threads: Int) throws {
    let path = try convert(heads: form)
    let graph = try ONNXModel.read(path: path)
    let session = try RuntimeSession(runtime, path: path, threads: threads)
    #expect(session.inputs.map(\.name) == graph.inputs.map { graph[$0].name })
    #expect(session.inputs.map(\.shape) == [[1, 3, 160, 160]])
    #expect(session.outputs.map(\.name) == graph.outputs.map { graph[$0].name })
    #expect(session.outputs.last?.element == (form == .nms ? .int64 : .float32))
    let image = self.image()
    let theirs = try session.run([RuntimeTensor(image, shape: [1, 3, 160, 160])])
    let ours = try Session(try Plan(graph, exact: true)).run([image])
    #expect(theirs.count == ours.count)
    for (mine, other) in zip(ours, theirs) {
      #expect(other.shape.reduce(1, *) == other.elements.count)
      // Float32 sums in another order.
      let agreement = Agreement(mine, other.elements)
      #expect(agreement.error <= 1e-4, "\(form): \(agreement)")
    }
  }

  @Test("A model with an open batch takes any, each image computed as alone")
  func dynamicBatch() throws {
    let path = try convert(heads: .raw, batch: .dynamic)
    let session = try RuntimeSession(runtime, path: path)
    #expect(session.inputs.map(\.shape) == [[nil, 3, 160, 160]])
    let image = self.image()
    let alone = try session.run([RuntimeTensor(image, shape: [1, 3, 160, 160])])
    let grey = Array(repeating: Float(0.5), count: image.count)
    let three = RuntimeTensor(grey + grey + image, shape: [3, 3, 160, 160])
    for (one, all) in zip(alone, try session.run([three])) {
      #expect(all.shape == [3] + one.shape.dropFirst())
      let agreement = Agreement(all.elements.suffix(one.elements.count), one.elements)
      // Another batch may be summed in another order.
      #expect(agreement.error <= 1e-5, "\(agreement)")
    }
  }

  @Test("Sessions of several threads share the library")
  func severalThreads() async throws {
    let path = try convert(heads: .decoded)
    let runtime = runtime
    let input = RuntimeTensor(image(), shape: [1, 3, 160, 160])
    let results = try await withThrowingTaskGroup(of: [RuntimeTensor].self) { group in
      for _ in 0..<4 {
        group.addTask { try RuntimeSession(runtime, path: path).run([input]) }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(results.count == 4 && Set(results).count == 1)
  }

  @Test("Whole numbers come as Float, whatever their width")
  func elementTypes() throws {
    let session = try RuntimeSession(runtime, path: try peerModel("types"))
    #expect(session.outputs.map(\.element) == [.int8, .uint8, .int32, .int64])
    let outputs = try session.run([RuntimeTensor([0, 1, 100], shape: [3])])
    for output in outputs { #expect(output == RuntimeTensor([0, 1, 100], shape: [3])) }
    let below = try session.run([RuntimeTensor([-128, -1, 7], shape: [3])])
    for index in [0, 2, 3] { #expect(below[index].elements == [-128, -1, 7]) }
  }

  @Test("Several inputs, in the model's order; nothing and a scalar")
  func shapes() throws {
    let difference = try RuntimeSession(runtime, path: try peerModel("difference"))
    #expect(difference.inputs.map(\.name) == ["left", "right"])
    let one = RuntimeTensor([1, 2, 3, 4], shape: [2, 2])
    let two = RuntimeTensor([10, 10, 10, 10], shape: [2, 2])
    #expect(try difference.run([one, two]) == [RuntimeTensor([-9, -8, -7, -6], shape: [2, 2])])
    let none = RuntimeTensor([], shape: [0, 2])
    #expect(try difference.run([none, none]) == [none])
    let sum = try RuntimeSession(runtime, path: try peerModel("scalar"))
    #expect(try sum.run([RuntimeTensor([1, 2, 4], shape: [3])]) == [RuntimeTensor([7], shape: [])])
  }

  @Test("Inputs that do not fit are told what is needed")
  func wrongInputs() throws {
    let session = try RuntimeSession(runtime, path: try peerModel("difference"))
    let fits = RuntimeTensor([1, 2], shape: [1, 2])
    for count in [0, 1, 3] {
      #expect(
        throws: RuntimeError.inputCount(model: session.path, expected: 2, found: count)
      ) { try session.run(Array(repeating: fits, count: count)) }
    }
    for (elements, shape) in [
      ([1, 2, 3], [1, 3]), ([1, 2], [2]), ([1], [1, 2]), ([1, 2, 3], [1, 2]), ([], [-1, 2]),
      ([1, 2], [1 << 62, 1 << 62]),
    ] as [([Float], [Int])] {
      #expect(
        throws: RuntimeError.inputDoesNotFit(
          name: "right", expected: "?x2", shape: shape, count: elements.count)
      ) { try session.run([fits, RuntimeTensor(elements, shape: shape)]) }
    }
  }

  @Test("What cannot be given or taken as Float is named")
  func unsupported() throws {
    for (model, says) in [
      ("double", "'wide' is a tensor of ONNX's element type 11"),
      ("whole", "'count' is a tensor of int64"),
    ] {
      let path = try peerModel(model)
      let error = #expect(throws: RuntimeError.self) { try RuntimeSession(runtime, path: path) }
      #expect(error?.description.contains(says) == true, "\(String(describing: error))")
    }
  }

  @Test("A broken model is refused, and a failing run ends, in ONNX Runtime's own words")
  func messages() throws {
    let whole = try Data(contentsOf: URL(fileURLWithPath: try convert(heads: .raw)))
    for (name, content, says) in [
      ("half.onnx", whole.prefix(whole.count / 2), "Protobuf parsing failed"),
      ("text.onnx", Data("not a model".utf8), "Protobuf parsing failed"),
      ("empty.onnx", Data(), "No graph"),
    ] {
      let path = folder.path(name)
      try content.write(to: URL(fileURLWithPath: path))
      let error = #expect(throws: RuntimeError.self) { try RuntimeSession(runtime, path: path) }
      guard case .refused(path, let message) = error else {
        Issue.record("\(name): \(String(describing: error))")
        continue
      }
      #expect(!message.isEmpty && message.contains(says), "\(message)")
    }
    let session = try RuntimeSession(runtime, path: try peerModel("reshape"))
    let error = #expect(throws: RuntimeError.self) {
      try session.run([RuntimeTensor([1, 2, 3], shape: [3])])
    }
    guard case .failed(session.path, let message) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(message.contains("Reshape"), "\(message)")
    // It goes on after a failure.
    let square = RuntimeTensor([1, 2, 3, 4], shape: [2, 2])
    #expect(try session.run([RuntimeTensor([1, 2, 3, 4], shape: [4])]) == [square])
  }

  @Test(
    "A model with an open size takes any that its strides divide, and a model of that size agrees")
  func openSize() throws {
    let path = try convert(heads: .raw, size: .dynamic)
    let session = try RuntimeSession(runtime, path: path)
    #expect(session.inputs.map(\.shape) == [[1, 3, nil, nil]])
    let whole = try ONNXModel.read(path: path)
    #expect(whole.isSizeOpen)
    for (width, height) in [(160, 160), (320, 192), (64, 256)] {
      var random = SeededGenerator(seed: UInt64(width))
      let image = (0..<3 * width * height).map { _ in Float.random(in: 0...1, using: &random) }
      let theirs = try session.run([RuntimeTensor(image, shape: [1, 3, height, width])])
      let sized = try convert(
        heads: .raw, size: .fixed(ImageSize(width: width, height: height)))
      let graph = try ONNXModel.read(path: sized)
      #expect(graph.contract.input?.width == width && graph.contract.input?.height == height)
      let ours = try Session(try Plan(graph, exact: true)).run([image])
      let resized = try whole.resized(height: height, width: width)
      let own = try Session(try Plan(resized, exact: true)).run([image])
      for ((mine, other), again) in zip(zip(ours, theirs), own) {
        let agreement = Agreement(mine, other.elements)
        #expect(agreement.error <= 1e-4, "\(width)x\(height): \(agreement)")
        #expect(mine == again)
      }
      for (head, output) in zip(graph.contract.heads, theirs) {
        #expect(Array(output.shape.suffix(2)) == [head.gridHeight, head.gridWidth])
      }
    }
  }

  @Test("Tensors beside a model are found by ONNX Runtime and read back")
  func tensorsBesideTheModel() throws {
    let path = try convert(heads: .raw, data: .always)
    let whole = try convert(heads: .raw)
    let data = try Data(contentsOf: URL(fileURLWithPath: path + ".data"))
    #expect(data.count > 300_000)
    let image = self.image()
    let expected = try Session(try Plan(ONNXModel.read(path: whole), exact: true)).run([image])
    #expect(try Session(try Plan(ONNXModel.read(path: path), exact: true)).run([image]) == expected)
    let theirs = try RuntimeSession(runtime, path: path).run([
      RuntimeTensor(image, shape: [1, 3, 160, 160])
    ])
    for (mine, other) in zip(expected, theirs) {
      #expect(Agreement(mine, other.elements).error <= 1e-4)
    }
  }

  /// The embedded detector as an ONNX file.
  private func convert(
    heads: OutputForm, batch: Batch = .fixed(1), size: SizeChoice? = nil,
    data: WriteOptions.ExternalData = .whenNeeded
  ) throws -> String {
    let path = folder.path("\(heads)-\(size?.text ?? "usual")-\(data.rawValue).onnx")
    var conversion = Conversion(
      cfg: Fixtures.root.appendingPathComponent("Cfg/shapes.cfg").path,
      weights: Fixtures.root.appendingPathComponent("Weights/shapes.weights").path,
      heads: heads, batch: batch)
    (conversion.size, conversion.externalData) = (size, data)
    _ = try conversion.run().write(to: path)
    return path
  }

  /// A small model of `runtime_models.py`.
  private func peerModel(_ name: String) throws -> String {
    let result = try Peers.run("runtime_models.py", [folder.url.path])
    try #require(result.status == 0, "\(result.errors)")
    return folder.path("\(name).onnx")
  }

  /// Noise for the embedded detector.
  private func image() -> [Float] {
    var generator = SeededGenerator(seed: 3)
    return generator.floats(3 * 160 * 160).map(abs)
  }
}
