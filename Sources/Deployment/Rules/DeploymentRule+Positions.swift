import Glibc
import ONNX

/// Rules of AMD's DPU about positions: a scale is 2^-position.
extension DeploymentRule {
  /// A rule about the positions around an operator between pairs.
  private static func positions(
    _ id: String, _ summary: String, _ evidence: Evidence, of types: Set<String>,
    _ remedy: Remedy = .quantize(.scales, "power-of-two"),
    breaking: @escaping @Sendable (Positions) -> String?
  ) -> DeploymentRule {
    operators(id, summary, .refused, evidence, remedy) { node, wiring in
      guard types.contains(node.type), let positions = Positions(node, wiring) else { return nil }
      return breaking(positions)
    }
  }

  /// The sums of convolutions are shifted right by 0 to 16 bits.
  static func sumShifts(_ evidence: Evidence) -> DeploymentRule {
    positions(
      "shift-of-sums", "position(weights) + position(input) - position(result) is 0 to 16",
      evidence,
      of: ["Conv", "Gemm"]
    ) { positions in
      guard let shift = positions.sumShift else { return nil }
      return (0...16).contains(shift) ? nil : "\(shift)"
    }
  }

  /// Biases are shifted to the sums: from there on down to 15 bits above; a little finer where the sum
  /// has room.
  static func biasShifts(_ evidence: Evidence) -> DeploymentRule {
    positions(
      "shift-of-biases",
      "position(weights) + position(input) - position(bias) is min(0, shift of sums - 16) to 15, "
        + "in front of LeakyRelu 0 to 15", evidence, of: ["Conv", "Gemm"]
    ) { positions in
      guard let shift = positions.biasShift, let sums = positions.sumShift else { return nil }
      let least = positions.isLeaky ? 0 : min(0, sums - 16)
      return (least...15).contains(shift) ? nil : "\(shift)"
    }
  }

  /// Operands of a sum are near each other.
  static func addPositions(_ evidence: Evidence) -> DeploymentRule {
    positions(
      "positions-of-sums", "operands of Add have positions at most 7 apart", evidence, of: ["Add"]
    ) { positions in
      guard let most = positions.inputs.max(), let least = positions.inputs.min(),
        positions.inputs.count == 2
      else { return nil }
      return most - least <= 7 ? nil : "positions \(least) and \(most)"
    }
  }

  /// What is only moved keeps its scale.
  static func alignedMoves(_ evidence: Evidence) -> DeploymentRule {
    positions(
      "moves-aligned", "Concat, pooling, Pad and Slice have one scale in front and behind",
      evidence,
      of: ["Concat", "MaxPool", "AveragePool", "GlobalAveragePool", "Pad", "Slice"]
    ) { positions in
      let all = positions.inputs + (positions.result.map { [$0] } ?? [])
      guard let first = all.first else { return nil }
      return all.allSatisfy { $0 == first }
        ? nil : "positions " + all.map(String.init).joined(separator: ", ")
    }
  }
}

/// The positions around an operator.
private struct Positions {
  /// Of the dequantized operands that are not constants.
  let inputs: [Int]
  /// Of the result, behind an activation function that is computed with the operator.
  let result: Int?
  private let weights: Int?
  private let bias: Int?
  /// Whether the activation function is LeakyRelu.
  let isLeaky: Bool

  /// Nil for an operator that nothing dequantized goes into.
  init?(_ node: FileDescription.Node, _ wiring: Wiring) {
    func position(_ value: String?) -> Int? {
      wiring.producer(of: value).flatMap(wiring.encoding)?.position
    }
    let isWeighted = node.type == "Conv" || node.type == "Gemm"
    inputs = (isWeighted ? Array(node.inputs.prefix(1)) : node.inputs).compactMap(position)
    guard !inputs.isEmpty else { return nil }
    weights = isWeighted ? position(node.input(1)) : nil
    bias = isWeighted ? position(node.input(2)) : nil
    var value = node.outputs.first ?? ""
    let readers = wiring.readers(of: value)
    isLeaky = readers.count == 1 && readers[0].type == "LeakyRelu"
    if isWeighted, readers.count == 1,
      ["LeakyRelu", "Relu", "Clip", "PRelu"].contains(readers[0].type)
    {
      value = readers[0].outputs.first ?? ""
    }
    result =
      wiring.readers(of: value).first { $0.type == "QuantizeLinear" }.flatMap(wiring.encoding)?
      .position
  }

  var sumShift: Int? {
    guard let weights, let input = inputs.first, let result else { return nil }
    return weights + input - result
  }

  var biasShift: Int? {
    guard let weights, let input = inputs.first, let bias else { return nil }
    return weights + input - bias
  }
}

extension Wiring.Encoding {
  /// The p of a scale 2^-p; nil for other scales.
  fileprivate var position: Int? {
    guard let scales, let scale = scales.first, scales.count == 1, scale > 0,
      scale.significand == 1
    else { return nil }
    return -Int(scale.exponent)
  }
}
