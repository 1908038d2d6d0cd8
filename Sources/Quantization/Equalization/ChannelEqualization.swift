import Graph
import JSON

/// How the channels of a network are equalized: what looking at images has decided, so that whoever
/// counts a part of the images counts in the same network.
public struct ChannelEqualization: Hashable, Sendable {
  /// By what the factors were chosen.
  public let rule: QuantizationOptions.Equalization
  /// A factor for each class of channels; nil where nothing is equalized.
  public let factors: [Float]?

  init(rule: QuantizationOptions.Equalization, factors: [Float]?) {
    self.rule = rule
    self.factors = factors
  }
}

extension ChannelEqualization: Codable {
  private enum Keys: String, CodingKey { case rule, factors }

  /// Reads the form that `encode` writes.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Keys.self)
    let name = try container.decode(String.self, forKey: .rule)
    guard let rule = QuantizationOptions.Equalization(rawValue: name), rule != .auto else {
      throw DecodingError.dataCorruptedError(
        forKey: .rule, in: container, debugDescription: "is no rule of equalization")
    }
    let text = try container.decodeIfPresent(String.self, forKey: .factors)
    let factors = text.flatMap(ExactNumbers.floats)
    guard (text == nil) == (factors == nil),
      factors?.allSatisfy({ $0.isFinite && $0 > 0 }) ?? true
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .factors, in: container, debugDescription: "are no exact numbers above 0")
    }
    self.init(rule: rule, factors: factors)
  }

  /// Writes the rule and, to the last bit, the factors.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Keys.self)
    try container.encode(rule.rawValue, forKey: .rule)
    try container.encodeIfPresent(factors.map { ExactNumbers.text($0) }, forKey: .factors)
  }
}

extension Quantizer {
  /// How the channels of the network were equalized.
  public var equalization: ChannelEqualization {
    ChannelEqualization(rule: options.equalization, factors: factors)
  }

  /// The quantizer of the same network, equalized as was decided before.
  ///
  /// - Throws: `QuantizationError.input` when the decision is of another network.
  public func equalized(by equalization: ChannelEqualization) throws(QuantizationError) -> Quantizer
  {
    var options = options
    options.equalization = equalization.rule
    guard let values = equalization.factors else {
      return try Quantizer(network, options: options, threads: threads)
    }
    let classes = ChannelClasses(of: network)
    guard let factors = ChannelFactors(classes, chosen: values) else {
      throw .input(
        "the equalization has \(values.count) factors, but the network \(classes.count) classes of "
          + "channels; it was decided for another network")
    }
    return try scaled(by: factors, options)
  }

  /// The network with its channels multiplied.
  func scaled(
    by factors: ChannelFactors, _ options: QuantizationOptions
  ) throws(QuantizationError) -> Quantizer {
    let equalized: Graph
    do throws(GraphError) { equalized = try factors.applied(to: network) } catch {
      throw .graph(error)
    }
    var quantizer = try Quantizer(equalized, options: options, threads: threads)
    quantizer.factors = factors.values
    return quantizer
  }
}
