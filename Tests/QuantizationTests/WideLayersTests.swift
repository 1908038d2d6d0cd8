import Graph
import Testing

@testable import Quantization

/// Layers with activations of 16 bits around them.
struct WideLayersTests {
  /// conv a, pooled; conv b and conv c read that, their results are joined and read by conv d.
  private static func network() throws -> Graph {
    var graph = Graph(name: "wide")
    let x = graph.addInput("x", TensorType(.float32, try Shape([1, 3, 8, 8])))
    func convolution(_ name: String, _ x: ValueID, channels: Int) throws -> ValueID {
      let weights = (0..<4 * channels).map { Float($0 % 7) / 7 - 0.4 }
      let filters = graph.addConstant(
        "\(name)_filters", Tensor(weights, shape: try Shape([4, channels, 1, 1])))
      let bias = graph.addConstant(
        "\(name)_bias", Tensor([Float(0.5), -0.25, 0, 0.125], shape: try Shape([4])))
      let sums = try graph.add(
        Convolution(window: Window(kernel: Extent2D(1))), [x, filters, bias], name: name)
      return try graph.add(Unary(.leakyRelu(slope: 0.1)), [sums], name: "\(name)_leaky")
    }
    let a = try convolution("a", x, channels: 3)
    let pooled = try graph.add(
      MaxPool(window: Window(kernel: Extent2D(2), stride: Extent2D(2))), [a], name: "pooled")
    let b = try convolution("b", pooled, channels: 4)
    let c = try convolution("c", pooled, channels: 4)
    let joined = try graph.add(Concatenation(axis: 1), [b, c], name: "joined")
    graph.outputs = [try convolution("d", joined, channels: 8)]
    return graph
  }

  private static func histograms(of graph: Graph) -> [ValueID: Histogram] {
    graph.values.indices.reduce(into: [:]) { histograms, index in
      guard let value = graph.value(named: graph.values[index].name) else { return }
      var histogram = Histogram()
      histogram.add((0..<1000).map { Float($0 - 200) / Float(100 + index) })
      histograms[value] = histogram
    }
  }

  private static func scheme(
    _ options: QuantizationOptions, widening names: [String]
  ) throws -> Scheme {
    let graph = try network()
    let histograms = histograms(of: graph)
    let plan = StoragePlan(graph, options: options)
    let encodings = EncodingChoice.encodings(for: plan, histograms: histograms, options: options)
    var scheme = Scheme(plan: plan, encodings: encodings)
    scheme.roundFilters(options)
    let nodes = graph.nodes.indices.filter { names.contains(graph.nodes[$0].name) }
    return scheme.widening(Set(nodes), options, histograms)
  }

  private static func options(_ qdq: QuantizationOptions.QDQ) -> QuantizationOptions {
    var options = QuantizationOptions()
    options.format = .qdq
    options.head = .single
    options.qdq = qdq
    return options
  }

  /// The types in which convolutions read and give numbers: of the dequantization in front, and of the
  /// quantizations behind, with or without an activation in between.
  private static func types(_ graph: Graph, _ name: String) throws -> [ElementType] {
    let node = try #require(graph.nodes.first { $0.name == name })
    let source = try #require(graph.nodes.first { $0.outputs.contains(node[.x]) })
    var types = [graph[source[.x]].type.element]
    var values = node.outputs
    while let value = values.popLast() {
      for reader in graph.nodes where reader.inputs.contains(value) {
        if reader.operation is Quantization {
          types.append(graph[reader.outputs[0]].type.element)
        } else if reader.operation is Unary {
          values += reader.outputs
        }
      }
    }
    return types
  }

  @Test(
    "A chosen convolution reads and gives 16 bits, what computes its input gives them, others have 8",
    arguments: [QuantizationOptions.QDQ.fused, .explicit])
  func types(qdq: QuantizationOptions.QDQ) throws {
    let options = Self.options(qdq)
    let graph = try Self.scheme(options, widening: ["b"]).emitted(options)
    // Behind explicit pairs stands another one.
    #expect(try Set(Self.types(graph, "b")) == [.uint16])
    #expect(try Set(Self.types(graph, "a").dropFirst()) == [.uint16])
    #expect(try Set(Self.types(graph, "c")) == [.uint8])
    #expect(try Set(Self.types(graph, "d")) == [.uint8])
    // The image stays bytes; the convolution that has to give 16 bits reads them as such.
    let input = try #require(graph.nodes.first { $0.operation is Quantization })
    #expect(graph[input.outputs[0]].type.element == .uint8)
    #expect(try Self.types(graph, "a")[0] == .uint16)
  }

  @Test("What is joined for a chosen convolution has 16 bits and one encoding in all parts")
  func joined() throws {
    let options = Self.options(.fused)
    let scheme = try Self.scheme(options, widening: ["d"])
    let graph = scheme.graph
    let encodings = try ["b_leaky", "c_leaky", "joined"].map { name in
      scheme.storage(of: try #require(graph.value(named: name)))
    }
    #expect(Set(encodings).count == 1 && encodings[0]?.element == .uint16)
    // Nothing that was seen is clipped.
    let encoding = try #require(encodings[0])
    let seen = Self.histograms(of: graph)
    for name in ["b_leaky", "c_leaky", "joined"] {
      let value = try #require(graph.value(named: name))
      let histogram = try #require(seen[value])
      #expect(encoding.lower <= histogram.minimum + encoding.scale / 2)
      #expect(encoding.upper >= histogram.maximum - encoding.scale / 2)
    }
    let pooled = scheme.storage(of: try #require(graph.value(named: "pooled")))
    #expect(pooled?.element == .uint8)
  }

  @Test("Biases are in units of what is read, int32 as long as they fit")
  func biases() throws {
    let options = Self.options(.fused)
    let scheme = try Self.scheme(options, widening: ["b"])
    let node = try #require(scheme.graph.nodes.firstIndex { $0.name == "b" })
    let layer = try #require(scheme.layers[node])
    let pooled = try #require(scheme.graph.value(named: "pooled"))
    let input = try #require(scheme.storage(of: pooled))
    #expect(layer.raised.isEmpty)
    for (channel, bias) in [Float(0.5), -0.25, 0, 0.125].enumerated() {
      let unit = input.scale * layer.filters.scale(of: channel)
      #expect(layer.biasScales[channel] == unit)
      #expect(abs(Float(layer.biases[channel]) * unit - bias) <= unit / 2 + abs(bias) * 1e-6)
    }
    // A channel all but dead: with 16 bits in front its bias is more units than 32 bits hold.
    let wide = QuantizationEncoding(element: .uint16, scale: 1e-5, zeroPoint: 0)
    let quantizer = WeightQuantizer()
    let weights: [Float] = [1e-4, -1e-4, 1, -1]
    let filters = quantizer.quantized(weights, channels: 2)
    let raised = quantizer.integers(filters, weights: weights, bias: [300, 1], input: wide)
    #expect(raised.raised.map(\.channel) == [0])
    #expect(abs(Float(raised.biases[0]) * raised.biasScales[0] - 300) < 1e-3)
  }

  @Test("Leaky ReLUs whose result has 16 bits are no sums of sides")
  func sides() throws {
    var options = Self.options(.explicit)
    options.leaky = .dual
    let scheme = try Self.scheme(options, widening: ["b"])
    let names = scheme.plan.duals.keys.map { scheme.graph.nodes[$0].name }.sorted()
    #expect(names == ["c_leaky", "d_leaky"])
    #expect(try Set(Self.types(try scheme.emitted(options), "b")) == [.uint16])
  }
}
