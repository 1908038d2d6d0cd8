import Darknet
import Engine
import Graph
import ImageSupport
import Quantization
import TestSupport
import Testing

/// Scaled graphs compute what the original does.
@Suite struct EqualizationTests {
  static let models = ["yolov4-tiny", "yolo-fastest-1.1", "mobilenetv2-yolov3-nano"]

  static func graph(cfg: String, weights: String) throws -> Graph {
    let network = try Network.parse(path: cfg).get()
    var graph = try Lowering.graph(
      of: network, parameters: try WeightsFile(path: weights, network: network))
    _ = try FoldBatchNormalization().apply(to: &graph)
    return graph
  }

  static func model(_ name: String) throws -> Graph {
    let folder = try Fixtures.folder("models/\(name)")
    return try graph(cfg: folder.file("\(name).cfg"), weights: folder.file("\(name).weights"))
  }

  static func image(of name: String) throws -> [Float] {
    try #require(GoldenImage.all.first { $0.description.hasPrefix("\(name)/") }).input()
  }

  /// Powers of two from 1/8 to 8, or anything between.
  private func factors(_ classes: ChannelClasses, powers: Bool) -> ChannelFactors {
    var random = SeededGenerator(seed: 1)
    let factors = random.floats(classes.count).map { $0 < 0 ? 1 / (1 - 7 * $0) : 1 + 7 * $0 }
    return ChannelFactors(classes, factors, roundedToPowers: powers)
  }

  /// Every layer becomes what it was, times the factors of its channels, to the last bit; outputs
  /// stay.
  private func expectScaled(_ graph: Graph, _ input: [Float]) throws {
    let classes = ChannelClasses(of: graph)
    let factors = factors(classes, powers: true)
    let scaled = try factors.applied(to: graph)
    try scaled.validate()
    let before = Session(try Plan(graph, observing: Set(graph.layerOutputs.values)))
    let after = Session(try Plan(scaled, observing: Set(scaled.layerOutputs.values)))
    let outputs = try before.run([input])
    #expect(try after.run([input]) == outputs)
    for (layer, value) in graph.layerOutputs.sorted(by: { $0.key < $1.key })
    where graph[value].constant == nil {
      let found = after.read(try #require(scaled.layerOutputs[layer]))
      let original = before.read(value)
      let own = factors.factors(of: value)
      let expected: [Float]
      if own.isEmpty {
        expected = original
      } else {
        let plane = original.count / own.count
        expected = original.enumerated().map { $1 * own[$0 / plane] }
      }
      #expect(found == expected, "layer \(layer)")
    }
  }

  @Test(
    "Equalized conformance networks compute the same", arguments: ConformanceNetwork.feedForward)
  func conformanceNetworksStayTheSame(item: ConformanceNetwork) throws {
    try expectScaled(Self.graph(cfg: item.cfg, weights: item.weights), item.input())
  }

  @Test(
    "Equalized real models compute the same",
    .enabled(if: Fixtures.shared != nil, Comment(rawValue: Fixtures.sharedIsMissing)),
    arguments: models)
  func realModelsStayTheSame(name: String) throws {
    let graph = try Self.model(name)
    try expectScaled(graph, Self.image(of: name))
    // Any factors: sums round differently then.
    let classes = ChannelClasses(of: graph)
    let scaled = try factors(classes, powers: false).applied(to: graph)
    let input = try Self.image(of: name)
    let outputs = try Session(try Plan(graph)).run([input])
    for (found, expected) in zip(try Session(try Plan(scaled)).run([input]), outputs) {
      let agreement = Agreement(found, expected)
      #expect(agreement.error <= 1e-4, "\(agreement)")
    }
  }

  /// All channels but those of the image, the heads and what feeds a logistic can be scaled.
  @Test(
    "The outputs of all convolutions but the heads can be scaled",
    .enabled(if: Fixtures.shared != nil, Comment(rawValue: Fixtures.sharedIsMissing)))
  func allConvolutionsBetweenCanBeScaled() throws {
    for name in Self.models {
      let graph = try Self.model(name)
      let classes = ChannelClasses(of: graph)
      let heads = Set(graph.outputs)
      for node in graph.nodes where node.operation is Convolution {
        let isFree = classes.classes(of: node.outputs[0]).allSatisfy { !classes.isPinned[$0] }
        #expect(isFree == !heads.contains(node.outputs[0]), "\(name): \(node.name)")
      }
    }
  }

  @Test(
    "Cross-layer factors balance filters",
    .enabled(if: Fixtures.shared != nil, Comment(rawValue: Fixtures.sharedIsMissing)),
    arguments: models)
  func crossLayerFactorsBalanceFilters(name: String) throws {
    let graph = try Self.model(name)
    let classes = ChannelClasses(of: graph)
    let rule = CrossLayerEqualization()
    let scaled = try rule.factors(for: graph, classes: classes).applied(to: graph)
    // How far rows of filters are from each other, as the spread of their largest magnitudes.
    #expect(Self.spread(of: scaled) < 0.9 * Self.spread(of: graph))
    // Once balanced there is hardly anything to do.
    let again = rule.factors(for: scaled, classes: ChannelClasses(of: scaled))
    #expect(again.values.allSatisfy { (0.5...2).contains($0) })
  }

  /// The mean over convolutions of the mean ratio of the largest filter to each.
  private static func spread(of graph: Graph) -> Double {
    let ratios = graph.nodes.compactMap { node -> Double? in
      guard node.operation is Convolution, let tensor = graph[node.inputs[1]].constant else {
        return nil
      }
      let weights: [Float] = tensor.elements()
      let columns = weights.count / tensor.shape[0]
      let largest = (0..<tensor.shape[0]).map { row in
        weights[row * columns..<(row + 1) * columns].reduce(0) { max($0, abs($1)) }
      }.filter { $0 > 0 }
      let most = Double(largest.max() ?? 1)
      return largest.reduce(0) { $0 + (most / Double($1)).squareRoot() } / Double(largest.count)
    }
    return ratios.reduce(0, +) / Double(ratios.count)
  }

  @Test(
    "Activation factors even out channels",
    .enabled(if: Fixtures.shared != nil, Comment(rawValue: Fixtures.sharedIsMissing)))
  func activationFactorsEvenOutChannels() throws {
    let name = "mobilenetv2-yolov3-nano"
    let graph = try Self.model(name)
    let classes = ChannelClasses(of: graph)
    let inputs = graph.nodes.filter { $0.operation is Convolution }.map { $0.inputs[0] }
    func magnitudes(_ graph: Graph, _ values: [ValueID]) throws -> [ValueID: [Float]] {
      let session = Session(try Plan(graph, observing: Set(values)))
      _ = try session.run([Self.image(of: name)])
      return values.reduce(into: [:]) { result, value in
        let elements = session.read(value)
        let plane = elements.count / graph[value].type.shape[1]
        result[value] = stride(from: 0, to: elements.count, by: plane).map { first in
          elements[first..<first + plane].reduce(0) { max($0, abs($1)) }
        }
      }
    }
    let before = try magnitudes(graph, inputs)
    for strength: Float in [0.5, 1] {
      let rule = ActivationEqualization(strength: strength)
      let factors = rule.factors(for: graph, classes: classes) { before[$0] }
      #expect(factors.values.allSatisfy { (1...64).contains($0) })
      for value in inputs.dropFirst() {
        let own = try #require(before[value])
        let after = zip(own, factors.factors(of: value)).map { $0 * $1 }
        let largest = try #require(own.max())
        // No range grows, but for the rounding of the factors.
        #expect(try #require(after.max()) <= largest * 1.0001)
        func mean(_ channels: [Float]) -> Float { channels.reduce(0, +) / Float(channels.count) }
        #expect(mean(after) >= mean(own))
      }
    }
  }
}
