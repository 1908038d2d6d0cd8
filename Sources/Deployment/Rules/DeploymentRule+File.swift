import ONNX

/// Rules about operators, operator sets and shapes.
extension DeploymentRule {
  typealias Node = FileDescription.Node

  /// A rule about single operators.
  static func operators(
    _ id: String, _ summary: String, _ severity: Severity, _ evidence: Evidence, _ remedy: Remedy,
    breaking: @escaping @Sendable (Node, Wiring) -> String?
  ) -> DeploymentRule {
    DeploymentRule(
      id: id, summary: summary, severity: severity, proof: evidence.proof, source: evidence.source,
      remedy: remedy
    ) { wiring in
      wiring.file.nodes.compactMap { node in
        breaking(node, wiring).map { Finding(node: node.name, tensor: nil, found: $0) }
      }
    }
  }

  /// The runtime knows these operators of ONNX and no others.
  static func knows(
    _ known: Set<String>, _ evidence: Evidence, _ severity: Severity = .refused
  ) -> DeploymentRule {
    operators(
      "operators-known", "only operators that it computes", severity, evidence,
      .advice("convert with other outputs, or let the runtime's own plugin compute this part")
    ) { node, _ in
      node.domain.isEmpty && !known.contains(node.type) ? node.type : nil
    }
  }

  /// Operators of ONNX alone.
  ///
  /// - Parameter pairs: whether Q/DQ of 16 bits may be those of ONNX Runtime, which ONNX has from operator
  ///   set 21 on.
  static func standardDomain(
    allowing pairs: Bool = false, _ evidence: Evidence, _ severity: Severity = .refused
  ) -> DeploymentRule {
    let types = ["QuantizeLinear", "DequantizeLinear"]
    return DeploymentRule(
      id: "domain-standard", summary: "operators of ONNX alone", severity: severity,
      proof: evidence.proof, source: evidence.source, remedy: .quantize(.format, "qdq")
    ) { wiring in
      wiring.file.nodes.compactMap { node in
        let isPair = types.contains(node.type)
        guard !node.domain.isEmpty, !(pairs && isPair) else { return nil }
        return Finding(
          node: node.name, tensor: nil, found: "\(node.type) is of \(node.domain)",
          remedy: isPair ? .quantize(.opset, "\(ONNXVersion.firstWideOpset)") : nil)
      }
    }
  }

  /// No operators on integers (`QLinearConv`).
  static func noIntegerOperators(
    _ evidence: Evidence, _ severity: Severity = .refused
  ) -> DeploymentRule {
    operators(
      "no-integer-operators", "8-bit arithmetic as Q/DQ pairs, not as operators on integers",
      severity, evidence, .quantize(.format, "qdq")
    ) { node, _ in
      let isInteger =
        node.type.hasPrefix("QLinear") || node.type == "ConvInteger"
        || node.type == "MatMulInteger"
      return isInteger ? node.fullType : nil
    }
  }

  /// No suppression of boxes inside the model.
  static func noSuppression(_ evidence: Evidence) -> DeploymentRule {
    operators(
      "no-suppression", "boxes are suppressed outside of the model", .refused, evidence,
      .convert(.heads, "decoded")
    ) { node, _ in node.type == "NonMaxSuppression" ? "NonMaxSuppression" : nil }
  }

  /// Operator sets that the runtime reads.
  static func opset(
    _ known: ClosedRange<Int>, _ evidence: Evidence
  ) -> DeploymentRule {
    DeploymentRule(
      id: "opset", summary: "operator set \(known.lowerBound) to \(known.upperBound)",
      severity: .refused, proof: evidence.proof, source: evidence.source,
      remedy: .convert(.opset, "\(min(max(13, known.lowerBound), known.upperBound))")
    ) { wiring in
      let found = wiring.file.opsets[""]
      guard let found else {
        return [Finding(node: nil, tensor: nil, found: "the file names no operator set")]
      }
      return known.contains(found)
        ? [] : [Finding(node: nil, tensor: nil, found: "operator set \(found)")]
    }
  }

  /// Every input has a fixed shape.
  static func fixedShapes(_ evidence: Evidence) -> DeploymentRule {
    DeploymentRule(
      id: "shapes-fixed", summary: "inputs have fixed shapes", severity: .refused,
      proof: evidence.proof, source: evidence.source, remedy: .convert(.batch, "1")
    ) { wiring in
      wiring.file.inputs.compactMap { input in
        guard let shape = input.extents else {
          return Finding(node: nil, tensor: input.name, found: "no shape is told")
        }
        guard shape.contains(nil) else { return nil }
        let text = shape.map { $0.map(String.init) ?? "?" }.joined(separator: "x")
        return Finding(node: nil, tensor: input.name, found: "\(text) is not fixed")
      }
    }
  }

  /// One image in a run.
  static func batchOfOne(_ evidence: Evidence) -> DeploymentRule {
    DeploymentRule(
      id: "batch-1", summary: "one image in a run", severity: .refused, proof: evidence.proof,
      source: evidence.source, remedy: .convert(.batch, "1")
    ) { wiring in
      wiring.file.inputs.compactMap { input in
        guard let batch = input.extents?.first ?? nil, batch != 1 else { return nil }
        return Finding(node: nil, tensor: input.name, found: "\(batch) images in a run")
      }
    }
  }

  /// Every value is there before it is read, and comes from one place.
  static let valuesComputed = DeploymentRule(
    id: "values-computed", summary: "every value is given or computed before it is read, once",
    severity: .refused, proof: .read, source: "https://onnx.ai/onnx/repo-docs/IR.html#graphs",
    remedy: .advice("make the file again with the program that wrote it")
  ) { wiring in
    var known = Set(wiring.file.inputs.map(\.name))
    var findings: [Finding] = []
    for node in wiring.file.nodes {
      for value in node.inputs where !value.isEmpty && !known.contains(value) {
        guard !wiring.file.isConstant(value) else { continue }
        let found =
          wiring.producer(of: value) == nil
          ? "read, but nothing gives it" : "read before it is computed"
        findings.append(Finding(node: node.name, tensor: value, found: found))
      }
      for value in node.outputs where !value.isEmpty {
        let isNew = known.insert(value).inserted && !wiring.file.isConstant(value)
        if !isNew {
          findings.append(Finding(node: node.name, tensor: value, found: "given by another too"))
        }
      }
    }
    for output in wiring.file.outputs
    where !known.contains(output.name) && !wiring.file.isConstant(output.name) {
      findings.append(Finding(node: nil, tensor: output.name, found: "an output of nothing"))
    }
    return findings
  }

  /// What operators read has the shapes that they take.
  static let shapesAgree = DeploymentRule(
    id: "shapes-agree", summary: "operands have the shapes and numbers that their operators need",
    severity: .refused, proof: .read, source: "https://onnx.ai/onnx/operators/",
    remedy: .advice("make the file again with the program that wrote it")
  ) { wiring in
    switch wiring.unread {
    // Of others our graph has not every form that ONNX has.
    case .operands(let node, let type, let problem)
    where ["Conv", "QLinearConv", "BatchNormalization", "Concat", "MaxPool"].contains(type):
      [Finding(node: node, tensor: nil, found: "\(type): \(problem)")]
    case .tensorSize(let tensor, _, let expected, let found):
      [Finding(node: nil, tensor: tensor, found: "\(found) bytes in the place of \(expected)")]
    default: []
    }
  }

  /// A file has operators; of one without, nothing is shown.
  static let hasOperators = DeploymentRule(
    id: "not-empty", summary: "the file computes something", severity: .refused, proof: .read,
    source: "https://onnx.ai/onnx/repo-docs/IR.html", remedy: .advice("check the file")
  ) { wiring in
    wiring.file.nodes.isEmpty
      ? [Finding(node: nil, tensor: nil, found: "no operator, so nothing can be checked")] : []
  }
}
