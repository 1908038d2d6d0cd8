import Engine
import Foundation
import Graph
import ONNX
import TestSupport
import Testing

/// The forms in which a quantized graph can be written, run by ONNX Runtime: the outputs are those
/// of the engine on the graph itself, bit for bit.
@Suite(.enabled(if: Peers.python != nil, Comment(rawValue: Peers.areMissing)))
struct QuantizedFormTests {
  /// A case of `compare`.
  private struct Case {
    let name: String
    /// What the engine runs.
    let graph: Graph
    /// What is written.
    let written: Graph
  }

  @Test(
    "Functions without a contributed quantized operator become tables with the same outputs",
    arguments: [false, true])
  func functionsBecomeTables(isSigned: Bool) throws {
    var random = Random(seed: isSigned ? 31 : 30)
    let cases = try Functions.exact.map { function, _ in
      let graph = try QuantizedGraphs.convolution(&random, isSigned: isSigned) { graph, operands in
        try graph.add(QuantizedUnary(function), operands, name: "function")
      }
      var written = graph
      let isContributed = QuantizedUnary(function).isContributed
      #expect(try TabulateFunctions().apply(to: &written) == !isContributed)
      #expect(ExpandQuantization().islands(in: written) == [], "\(function)")
      #expect(written.nodes.contains { $0.operation is TableLookup } == !isContributed)
      let read = try ONNXModel.read(try ONNXModel.bytes(of: written))
      #expect(read.differences(from: written) == [])
      let real = read.nodes.flatMap(\.outputs).filter { read[$0].type.element == .float32 }
      #expect(real == read.outputs, "\(function)")
      return Case(name: "\(function)", graph: graph, written: written)
    }
    #expect(cases.count > 15)
    try compare(cases)
  }

  /// Tables are applied where the convolution stores its result, unless somebody looks at that.
  @Test("A table behind a convolution gives the same fused and apart")
  func tablesBehindConvolutionsGiveTheSameFusedAndApart() throws {
    var random = Random(seed: 32)
    var graph = try QuantizedGraphs.convolution(&random, isSigned: false) { graph, operands in
      try graph.add(QuantizedUnary(.mish), operands, name: "function")
    }
    #expect(try TabulateFunctions().apply(to: &graph))
    let sums = try #require(graph.value(named: "sums"))
    let input = Dense.noise([1, 6, 9, 7], seed: 5).elements
    let fused = try Session(Plan(graph)).run([input])
    #expect(try Session(Plan(graph, observing: [sums])).run([input]) == fused)
    #expect(Set(fused[0]).count > 20)
  }

  @Test("With standard operators alone there are float islands", arguments: [false, true])
  func theStandardDomainHasIslandsOfRealNumbers(isSigned: Bool) throws {
    var random = Random(seed: isSigned ? 41 : 40)
    let cases = try (0..<20).map { number in
      let graph = try QuantizedGraphs.everything(&random, isSigned: isSigned)
      let names = ["leaky", "sigmoid", "sum", "product", "joined", "pooled", "mean"]
      let pass = ExpandQuantization(domain: .standard)
      #expect(pass.islands(in: graph) == names)
      #expect(ExpandQuantization().islands(in: graph) == [])
      var written = graph
      #expect(try pass.apply(to: &written))
      #expect(pass.islands(in: written) == [])
      let domain = Array("com.microsoft".utf8)
      for (form, uses) in [(graph, true), (written, false)] {
        let bytes = try ONNXModel.bytes(of: form)
        #expect(bytes.indices.contains { bytes[$0...].starts(with: domain) } == uses)
      }
      // Folded, it is the graph again.
      var folded = written
      #expect(try FoldQuantization().apply(to: &folded))
      #expect(folded.nodes.count == graph.nodes.count)
      for (mine, theirs) in zip(folded.nodes, graph.nodes) {
        #expect(AnyHashable(mine.operation) == AnyHashable(theirs.operation))
      }
      return Case(name: "standard\(number)", graph: graph, written: written)
    }
    try compare(cases)
  }

  // MARK: Comparing

  private func compare(_ cases: [Case]) throws {
    let folder = try TemporaryFolder()
    var places: [(Case, URL)] = []
    for item in cases {
      let place = folder.url.appendingPathComponent(item.name)
      try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
      _ = try ONNXModel.write(
        item.written, to: place.appendingPathComponent("model.onnx").path)
      try Self.input(of: item).withUnsafeBytes {
        try Data($0).write(to: place.appendingPathComponent("input_0.f32"))
      }
      places.append((item, place))
    }
    let result = try Peers.run("check_model.py", places.map(\.1.path))
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    for (item, place) in places {
      let input = Self.input(of: item)
      let outputs = try Session(Plan(item.graph)).run([input])
      #expect(try Session(Plan(item.written)).run([input]) == outputs, "\(item.name)")
      for (index, output) in outputs.enumerated() {
        let theirs = try FixtureFolder(place).floats("output_\(index).f32")
        #expect(theirs == output, "\(item.name), output \(index)")
      }
    }
  }

  private static func input(of item: Case) -> [Float] {
    let shape = item.graph[item.graph.inputs[0]].type.shape.dimensions
    return Dense.noise(shape, seed: 77).elements
  }
}
