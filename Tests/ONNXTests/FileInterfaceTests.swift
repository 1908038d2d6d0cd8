import Files
import Foundation
import Graph
import ONNX
import TestSupport
import Testing

@Suite("The interface of a file")
struct FileInterfaceTests {
  let folder: WorkFolder

  init() throws { folder = try WorkFolder() }

  private func interface(_ bytes: [UInt8]) throws -> FileInterface {
    let path = try folder.file("m.onnx", Data(bytes)).path
    return try ONNXModel.interface(of: try MappedFile(path: path))
  }

  @Test("Names, types and extents are those of the file, and outputs have their nodes")
  func tensors() throws {
    var graph = try Detector.graph()
    var found = try interface(try ONNXModel.bytes(of: graph))
    #expect(found.inputs == [.init("input", .float32, [1, 3, 16, 24])])
    #expect(found.outputs.map(\.extents) == [[1, 21, 4, 6], [1, 27, 8, 12]])
    #expect(found.outputs.map(\.node) == ["layer3_convolution", "layer6_convolution"])
    #expect(found.properties.contains { $0.key == "darkroom.heads" })
    graph.isBatchDynamic = true
    found = try interface(try ONNXModel.bytes(of: graph))
    #expect(found.inputs == [.init("input", .float32, [nil, 3, 16, 24])])
  }

  @Test("Properties written behind a file are properties of it, and nothing else changes")
  func properties() throws {
    let bytes = try ONNXModel.bytes(of: try Detector.graph())
    let added = [
      FileInterface.Property("names", "{0: 'é', 1: '\(String(repeating: "x", count: 300))'}"),
      FileInterface.Property("empty", ""),
    ]
    let copy = bytes + ONNXModel.bytes(of: added)
    let (before, after) = (try interface(bytes), try interface(copy))
    #expect(after.properties == before.properties + added)
    #expect(after.inputs == before.inputs && after.outputs == before.outputs)
    let (first, second) = (try ONNXModel.read(bytes), try ONNXModel.read(copy))
    #expect(first.contract == second.contract)
    #expect(try ONNXModel.bytes(of: first) == ONNXModel.bytes(of: second))
    #expect(ONNXModel.bytes(of: []).isEmpty)
  }
}
