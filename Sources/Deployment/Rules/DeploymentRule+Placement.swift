import ONNX

/// Rules about where Q/DQ pairs stand.
extension DeploymentRule {
  private static let activationFunctions: Set<String> = [
    "Relu", "LeakyRelu", "Clip", "PRelu", "Sigmoid", "Tanh", "Elu", "HardSwish", "Mish",
  ]

  /// A rule about nodes in a file with pairs.
  private static func placement(
    _ id: String, _ summary: String, _ severity: Severity, _ evidence: Evidence, _ remedy: Remedy,
    breaking: @escaping @Sendable (Node, Wiring) -> (tensor: String, found: String)?
  ) -> DeploymentRule {
    DeploymentRule(
      id: id, summary: summary, severity: severity, proof: evidence.proof, source: evidence.source,
      remedy: remedy
    ) { wiring in
      guard wiring.hasPairs else { return [] }
      return wiring.file.nodes.compactMap { node in
        breaking(node, wiring).map {
          Finding(node: node.name, tensor: $0.tensor, found: $0.found)
        }
      }
    }
  }

  /// No pair stands between a convolution and its activation function.
  static func noPairBeforeActivations(
    _ evidence: Evidence, _ severity: Severity
  ) -> DeploymentRule {
    placement(
      "no-pair-before-activations", "no pair between a convolution and its activation function",
      severity, evidence, .quantize(.qdq, "fused")
    ) { node, wiring in
      guard node.type == "Conv", let output = node.outputs.first,
        let quantizer = wiring.readers(of: output).first(where: { $0.type == "QuantizeLinear" }),
        let stored = quantizer.outputs.first
      else { return nil }
      let behind = wiring.readers(of: stored).flatMap { $0.outputs.flatMap(wiring.readers) }
      return behind.first { activationFunctions.contains($0.type) }.map {
        (stored, "quantized in front of \($0.type)")
      }
    }
  }

  /// Convolutions with stored weights read dequantized values.
  static func quantizedInputs(_ evidence: Evidence) -> DeploymentRule {
    placement(
      "inputs-quantized", "convolutions with quantized weights read quantized values", .float,
      evidence, .advice("quantize the float model with darkroom quantize")
    ) { node, wiring in
      guard node.type == "Conv", let input = node.input(0),
        wiring.producer(of: node.input(1))?.type == "DequantizeLinear",
        wiring.producer(of: input)?.type != "DequantizeLinear"
      else { return nil }
      return (input, "not quantized")
    }
  }

  /// What convolutions give is quantized at once, before anything else is computed of it.
  static func quantizedResults(
    _ evidence: Evidence, _ severity: Severity = .float
  ) -> DeploymentRule {
    placement(
      "results-quantized",
      "results of convolutions are quantized at once, before their activation function", severity,
      evidence, .quantize(.qdq, "explicit")
    ) { node, wiring in
      guard node.type == "Conv", wiring.producer(of: node.input(1))?.type == "DequantizeLinear",
        let output = node.outputs.first
      else { return nil }
      let readers = wiring.readers(of: output)
      guard let reader = readers.first(where: { $0.type != "QuantizeLinear" }),
        !wiring.isHead(output)
      else { return nil }
      return (output, "read by \(reader.type) in float")
    }
  }

  /// What the last convolutions give is quantized.
  static func quantizedHeads(_ evidence: Evidence) -> DeploymentRule {
    placement(
      "heads-quantized", "results of the last convolutions are quantized", .float, evidence,
      .quantize(.head, "split")
    ) { node, wiring in
      guard node.type == "Conv", wiring.producer(of: node.input(1))?.type == "DequantizeLinear",
        let output = node.outputs.first, wiring.isHead(output)
      else { return nil }
      return (output, "an output in float")
    }
  }

  /// The branch that a shortcut adds is quantized.
  static func quantizedBranches(_ evidence: Evidence) -> DeploymentRule {
    placement(
      "branches-quantized", "one operand of a shortcut's Add is quantized", .slow, evidence,
      .quantize(.qdq, "inputs")
    ) { node, wiring in
      guard node.type == "Add", node.inputs.count == 2,
        !node.inputs.contains(where: wiring.file.isConstant),
        !node.inputs.contains(where: { wiring.producer(of: $0)?.type == "DequantizeLinear" }),
        let sum = node.outputs.first, !wiring.isHead(sum)
      else { return nil }
      return (node.inputs[0], "neither operand is")
    }
  }
}
