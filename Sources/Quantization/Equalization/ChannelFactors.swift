import Graph

/// A factor above 0 for each class of channels.
public struct ChannelFactors: Sendable {
  /// The classes.
  public let classes: ChannelClasses
  /// The factor of each class; 1 for pinned ones.
  public private(set) var values: [Float]

  /// Factors of 1.
  public init(_ classes: ChannelClasses) {
    self.classes = classes
    values = Array(repeating: 1, count: classes.count)
  }

  /// Takes factors of the classes that are not pinned, limited to 1/limit...limit; 1 where one is
  /// not above 0 or not finite.
  ///
  /// - Parameters:
  ///   - factors: one for each class.
  ///   - roundedToPowers: take the power of two next to each. Then every product and sum in the
  ///     graph stays the same but for the exponent, and so the graph's outputs stay the same to the
  ///     last bit.
  /// - Precondition: there are as many factors as classes, and `limit` is at least 1.
  public init(
    _ classes: ChannelClasses, _ factors: [Float], limit: Float = 64, roundedToPowers: Bool = true
  ) {
    precondition(factors.count == classes.count && limit >= 1)
    self.init(classes)
    for index in values.indices where !classes.isPinned[index] {
      let factor = factors[index]
      guard factor.isFinite, factor > 0 else { continue }
      values[index] = min(max(factor, 1 / limit), limit)
      values[index] =
        roundedToPowers
        ? ChannelFactors.power(next: values[index]) : ChannelFactors.halfPrecision(values[index])
    }
  }

  /// Takes factors that were chosen before, as they are; nil where there are not as many as classes.
  init?(_ classes: ChannelClasses, chosen factors: [Float]) {
    guard factors.count == classes.count else { return nil }
    self.init(classes)
    values = factors
  }

  /// What 16 bits hold, so that files can tell factors exactly in few bytes; rounded down, so that
  /// no range grows. Factors are far from the ends of the exponents; the significand has 10 bits.
  private static func halfPrecision(_ factor: Float) -> Float {
    Float(bitPattern: factor.bitPattern & ~0x1fff)
  }

  /// The power of two that is nearest as a ratio.
  private static func power(next factor: Float) -> Float {
    let lower = Float(sign: .plus, exponent: factor.exponent, significand: 1)
    return factor * factor > 2 * lower * lower ? 2 * lower : lower
  }

  /// The factor of each channel of a value; empty for values without channels.
  public func factors(of value: ValueID) -> [Float] {
    classes.classes(of: value).map { values[$0] }
  }

  /// The graph with all channels multiplied: filters and biases are changed, nothing else.
  ///
  /// Outputs stay as they are (to the last bit when all factors are powers of two, but for numbers
  /// that leave the range of floats). What darknet's layers compute between does not:
  /// `layerOutputs` then hold multiples of the layers' outputs, which `layerFactors` tell.
  ///
  /// - Parameter graph: the one that the classes are of.
  /// - Throws: `GraphError` when the graph is not well-formed.
  public func applied(to graph: Graph) throws(GraphError) -> Graph {
    var rewriter = GraphRewriter(graph)
    for node in graph.nodes {
      guard let absorber = FactorAbsorber(node, in: graph), changes(absorber) else {
        try rewriter.copy(node)
        continue
      }
      var operands = [try rewriter.value(absorber.input, readBy: node.name)]
      let output = factors(of: absorber.output)
      for (constant, scaled) in [
        (absorber.filters, scaledFilters(of: absorber, in: graph)),
        (absorber.bias, scaledBias(of: absorber, by: output, in: graph)),
      ] {
        guard let constant, let scaled else { continue }
        operands.append(rewriter.addConstant("\(graph[constant].name)_equalized", scaled))
      }
      try rewriter.copy(node, inputs: operands)
    }
    var equalized = try rewriter.finish()
    for (layer, value) in graph.layerOutputs {
      let factors = factors(of: value)
      if factors.contains(where: { $0 != 1 }) { equalized.layerFactors[layer] = factors }
    }
    return equalized
  }

  private func changes(_ absorber: FactorAbsorber) -> Bool {
    (factors(of: absorber.input) + factors(of: absorber.output)).contains { $0 != 1 }
  }

  private func scaledFilters(of absorber: FactorAbsorber, in graph: Graph) -> Tensor? {
    guard let tensor = graph[absorber.filters].constant else { return nil }
    var weights: [Float] = tensor.elements()
    let (input, output) = (factors(of: absorber.input), factors(of: absorber.output))
    var index = 0
    for channel in 0..<absorber.channels {
      let first = absorber.firstInput(of: channel)
      for column in 0..<absorber.groupChannels {
        let factor = output[channel] / input[first + column]
        for _ in 0..<absorber.taps {
          weights[index] *= factor
          index += 1
        }
      }
    }
    return Tensor(weights, shape: tensor.shape)
  }

  private func scaledBias(
    of absorber: FactorAbsorber, by output: [Float], in graph: Graph
  ) -> Tensor? {
    guard let bias = absorber.bias, let tensor = graph[bias].constant else { return nil }
    return Tensor(zip(tensor.elements(), output).map { $0 * $1 }, shape: tensor.shape)
  }
}
