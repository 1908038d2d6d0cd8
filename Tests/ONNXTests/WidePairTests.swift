import Engine
import Foundation
import Graph
import ONNX
import TestSupport
import Testing

/// Pairs of quantization and dequantization of 16 bits in files.
struct WidePairTests {
  /// A map of 3 channels in 16 bits and back.
  private func graph(_ element: ElementType, zeroPoint: Int) throws -> Graph {
    var graph = Graph(name: "wide")
    let x = graph.addInput("x", TensorType(.float32, try Shape([1, 3, 40, 50])))
    let encoding = QuantizationEncoding(element: element, scale: 0.000_371, zeroPoint: zeroPoint)
    let scale = graph.addConstant("scale", Tensor(scalar: encoding.scale))
    let zero = graph.addConstant("zero", encoding.zeroPointTensor)
    let stored = try graph.add(Quantization(), [x, scale, zero], name: "stored")
    graph.outputs = [try graph.add(Dequantization(), [stored, scale, zero], name: "y")]
    return graph
  }

  /// Numbers beyond both ends, and whole and half steps between.
  private func input() -> [Float] {
    var random = SeededGenerator(seed: 16)
    return (0..<6000).map { index in
      index % 2 == 0
        ? Float(Int.random(in: -80_000...80_000, using: &random)) * 0.5 * 0.000_371
        : Float.random(in: -30...30, using: &random)
    }
  }

  @Test("What each 16-bit number stands for is read back", arguments: [ElementType.uint16, .int16])
  func engine(element: ElementType) throws {
    let zeroPoint = element == .uint16 ? 20_000 : -12_768
    let encoding = QuantizationEncoding(element: element, scale: 0.000_371, zeroPoint: zeroPoint)
    let input = input()
    let graph = try graph(element, zeroPoint: zeroPoint)
    let found = try Session(Plan(graph)).run([input])
    #expect(found == [input.map { encoding.real(encoding.stored($0)) }])
    #expect(found[0].min() == encoding.lower && found[0].max() == encoding.upper)
    let stored = try #require(graph.value(named: "stored"))
    let session = Session(try Plan(graph, observing: [stored]))
    _ = try session.run([input])
    #expect(session.read(stored) == input.map { Float(encoding.stored($0)) })
  }

  @Test(
    "ONNX Runtime computes the same to the last bit, in both operator sets",
    .enabled(if: Peers.python != nil, Comment(rawValue: Peers.areMissing)))
  func onnxRuntime() throws {
    let folder = try TemporaryFolder()
    let input = input()
    var places: [(graph: Graph, place: URL)] = []
    for (element, zeroPoint) in [(ElementType.uint16, 20_000), (.int16, -12_768)] {
      for (opset, isContributed) in [(13, true), (20, true), (21, false), (22, false)] {
        let graph = try graph(element, zeroPoint: zeroPoint)
        let place = folder.url.appendingPathComponent("\(element)-\(opset)")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        let path = place.appendingPathComponent("model.onnx").path
        _ = try ONNXModel.write(graph, options: WriteOptions(opset: opset), to: path)
        try input.withUnsafeBytes { Data($0) }.write(
          to: place.appendingPathComponent("input_0.f32"))
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        #expect((bytes.range(of: Data("com.microsoft".utf8)) != nil) == isContributed)
        let read = try ONNXModel.read(path: path)
        #expect(read.differences(from: graph) == [])
        places.append((read, place))
      }
    }
    let result = try Peers.run("check_model.py", places.map(\.place.path))
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    for (graph, place) in places {
      let theirs = try FixtureFolder(place).floats("output_0.f32")
      #expect(try Session(Plan(graph)).run([input]) == [theirs], "\(place.lastPathComponent)")
    }
  }

  @Test("What has no kernel for 16 bits is refused by name, not computed wrong")
  func unsupported() throws {
    var graph = try graph(.uint16, zeroPoint: 0)
    let stored = try #require(graph.value(named: "stored"))
    graph.outputs = [
      try graph.add(Concatenation(axis: 1), [stored, stored], name: "joined")
    ]
    #expect(throws: EngineError.self) { try Plan(graph) }
    do { _ = try Plan(graph) } catch {
      #expect("\(error)".contains("joined") && "\(error)".contains("uint16"), "\(error)")
    }
  }
}
