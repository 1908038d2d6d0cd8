import Graph
import ONNX

/// Rules about what Q/DQ pairs say: types, zero points, scales.
extension DeploymentRule {
  private typealias Encoding = Wiring.Encoding

  /// A rule about what is said of some tensors.
  private static func encodings(
    _ id: String, _ summary: String, _ severity: Severity, _ evidence: Evidence, _ remedy: Remedy,
    of tensors: @escaping @Sendable (Wiring) -> [Wiring.Encoding],
    breaking: @escaping @Sendable (Wiring.Encoding) -> String?
  ) -> DeploymentRule {
    DeploymentRule(
      id: id, summary: summary, severity: severity, proof: evidence.proof, source: evidence.source,
      remedy: remedy
    ) { wiring in
      tensors(wiring).compactMap { encoding in
        breaking(encoding).map {
          Finding(node: encoding.node.name, tensor: encoding.tensor, found: $0)
        }
      }
    }
  }

  /// The type of quantized activations.
  ///
  /// - Parameter wide: a type of 16 bits that may be there too, or that another rule is about.
  static func activations(
    _ element: ElementType, or wide: ElementType? = nil, _ evidence: Evidence,
    _ severity: Severity = .refused
  ) -> DeploymentRule {
    let types = "\(element)" + (wide.map { " or \($0)" } ?? "")
    return encodings(
      "activations-\(element)", "activations are \(types)", severity, evidence,
      .quantize(.activationType, "\(element)"), of: { $0.activations }
    ) { encoding in
      guard let found = encoding.element else { return "the type is not told" }
      return found == element || found == wide ? nil : "\(found)"
    }
  }

  /// Activations have 8 bits, not 16.
  static func narrowActivations(
    _ evidence: Evidence, _ severity: Severity = .float
  ) -> DeploymentRule {
    encodings(
      "activations-8-bit", "activations have 8 bits", severity, evidence,
      .quantize(.activationType, "uint8"), of: { $0.activations }
    ) { encoding in encoding.element.flatMap { $0.isWide ? "\($0)" : nil } }
  }

  /// Zero points of activations are in the middle.
  static func symmetricActivations(_ evidence: Evidence) -> DeploymentRule {
    encodings(
      "activations-symmetric", "zero points of activations are 0", .refused, evidence,
      .quantize(.symmetry, "symmetric"), of: { $0.activations }
    ) { encoding in
      guard let zeroPoints = encoding.zeroPoints else { return "the zero point is computed" }
      return zeroPoints.first { $0 != 0 }.map { "zero point \($0)" }
    }
  }

  /// Activations have one scale for each tensor.
  static func activationsPerTensor(_ evidence: Evidence) -> DeploymentRule {
    encodings(
      "activations-per-tensor", "activations have one scale for each tensor", .refused, evidence,
      .advice("quantize the float model again"), of: { $0.activations }
    ) { encoding in
      guard let scales = encoding.scales else { return "the scale is computed" }
      return scales.count == 1 ? nil : "\(scales.count) scales"
    }
  }

  /// Weights are int8 around 0.
  static func symmetricWeights(
    _ evidence: Evidence, _ severity: Severity = .refused
  ) -> DeploymentRule {
    encodings(
      "weights-int8", "weights are int8 with zero points of 0", severity, evidence,
      .advice("quantize the float model with darkroom quantize"),
      of: { $0.weights.map(\.encoding) }
    ) { encoding in
      guard encoding.element == .int8 else {
        return encoding.element.map { "\($0)" } ?? "the type is not told"
      }
      guard let zeroPoints = encoding.zeroPoints else { return "the zero point is computed" }
      return zeroPoints.first { $0 != 0 }.map { "zero point \($0)" }
    }
  }

  /// Several scales of weights are one for each output channel.
  static func weightAxis(_ evidence: Evidence) -> DeploymentRule {
    encodings(
      "weights-axis", "scales of weights are along axis 0", .refused, evidence,
      .advice("quantize the float model with darkroom quantize"),
      of: { $0.weights.filter { $0.reader.type.hasPrefix("Conv") }.map(\.encoding) }
    ) { $0.isPerTensor || $0.axis == 0 ? nil : "axis \($0.axis)" }
  }

  /// Weights have one scale for each tensor.
  static func weightsPerTensor(_ evidence: Evidence) -> DeploymentRule {
    encodings(
      "weights-per-tensor", "weights have one scale for each tensor", .refused, evidence,
      .quantize(.granularity, "per-tensor"), of: { $0.weights.map(\.encoding) }
    ) { encoding in
      guard let scales = encoding.scales else { return "the scale is computed" }
      return scales.count == 1 ? nil : "\(scales.count) scales"
    }
  }

  /// All scales are powers of two.
  static func powerOfTwoScales(_ evidence: Evidence) -> DeploymentRule {
    encodings(
      "scales-power-of-two", "scales are powers of two", .refused, evidence,
      .quantize(.scales, "power-of-two"),
      of: { $0.activations + $0.weights.map(\.encoding) + $0.biases.map(\.encoding) }
    ) { encoding in
      guard let scales = encoding.scales else { return "the scale is computed" }
      return scales.first { $0.significand != 1 || $0 <= 0 }.map { "scale \($0)" }
    }
  }

  /// Scales are numbers above 0.
  static func positiveScales(_ evidence: Evidence) -> DeploymentRule {
    encodings(
      "scales-positive", "scales are above 0", .refused, evidence,
      .advice("quantize the float model again"),
      of: { $0.activations + $0.weights.map(\.encoding) + $0.biases.map(\.encoding) }
    ) { encoding in
      encoding.scales?.first { !($0 > 0) || !$0.isFinite }.map { "scale \($0)" }
    }
  }

  /// Biases are float constants.
  static func floatBiases(_ evidence: Evidence) -> DeploymentRule {
    biases(
      "biases-float", "biases are float", evidence, .quantize(.bias, "float")
    ) { "\($0.element.map { "\($0)" } ?? "an unknown type") behind DequantizeLinear" }
  }

  /// Biases are not stored in fewer bits than sums have.
  static func noShortBiases(_ evidence: Evidence) -> DeploymentRule {
    encodings(
      "no-short-biases", "biases are int32 or float", .float, evidence, .quantize(.bias, "int32"),
      of: { $0.biases.map(\.encoding) }
    ) { encoding in
      guard encoding.element != .int32 else { return nil }
      return encoding.element.map { "\($0)" } ?? "the type is not told"
    }
  }

  /// Biases are of a quantized type.
  static func biases(_ element: ElementType, _ evidence: Evidence) -> DeploymentRule {
    DeploymentRule(
      id: "biases-\(element)", summary: "biases are \(element) behind DequantizeLinear",
      severity: .refused, proof: evidence.proof, source: evidence.source,
      remedy: .quantize(.bias, "\(element)")
    ) { wiring in
      guard !wiring.weights.isEmpty else { return [] }
      let stored = Dictionary(wiring.biases.map { ($0.reader.name, $0.encoding) }) { $1 }
      return wiring.weights.compactMap { weights in
        let node = weights.reader
        guard let bias = node.input(2) else { return nil }
        guard let encoding = stored[node.name] else {
          return Finding(node: node.name, tensor: bias, found: "not quantized")
        }
        guard encoding.element != element else { return nil }
        return Finding(
          node: node.name, tensor: encoding.tensor,
          found: encoding.element.map { "\($0)" } ?? "the type is not told")
      }
    }
  }

  /// Every DequantizeLinear has zero points.
  static func zeroPointsGiven(_ evidence: Evidence) -> DeploymentRule {
    encodings(
      "zero-points-given", "every DequantizeLinear has zero points", .refused, evidence,
      .advice("quantize the float model with darkroom quantize, which writes them"),
      of: { wiring in
        wiring.file.nodes.filter { $0.type == "DequantizeLinear" }.compactMap(wiring.encoding)
      }
    ) { $0.hasZeroPoint ? nil : "no zero point" }
  }

  private static func biases(
    _ id: String, _ summary: String, _ evidence: Evidence, _ remedy: Remedy,
    breaking: @escaping @Sendable (Wiring.Encoding) -> String?
  ) -> DeploymentRule {
    encodings(
      id, summary, .refused, evidence, remedy, of: { $0.biases.map(\.encoding) },
      breaking: breaking)
  }
}
