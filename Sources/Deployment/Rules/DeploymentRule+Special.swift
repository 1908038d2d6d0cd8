import Graph
import ONNX

/// Rules of single runtimes.
extension DeploymentRule {
  /// Protobuf reads messages of less than 2 GiB.
  static let fileSize = DeploymentRule(
    id: "size", summary: "the file is smaller than 2 GiB", severity: .refused, proof: .read,
    source: "https://protobuf.dev/programming-guides/proto-limits/",
    remedy: .advice("store weights in float16")
  ) { wiring in
    wiring.file.byteCount < 1 << 31
      ? [] : [Finding(node: nil, tensor: nil, found: "\(wiring.file.byteCount) bytes")]
  }

  /// No `QLinearConv`: with one scale of weights, or with several.
  static func integerConvolutions(
    perTensor: Bool, _ severity: Severity, _ evidence: Evidence
  ) -> DeploymentRule {
    operators(
      perTensor ? "integer-convolutions-per-tensor" : "integer-convolutions-per-channel",
      "convolutions as Q/DQ pairs, not as QLinearConv", severity, evidence, .quantize(.format, "qdq")
    ) { node, wiring in
      guard node.type == "QLinearConv" || node.type == "ConvInteger" else { return nil }
      let scales = node.input(4).flatMap(wiring.file.constant)?.shape.count ?? 1
      guard node.type == "QLinearConv" else { return perTensor ? nil : node.type }
      return (scales == 1) == perTensor ? "\(node.type) with \(scales) scales of weights" : nil
    }
  }

  /// Padding of quantized values whose zero point is not 0.
  static func padsOfZeroPoint(_ evidence: Evidence) -> DeploymentRule {
    operators(
      "pads-zero-point", "padded values have the zero point 0", .wrong, evidence,
      .advice("keep the shortcut's layers in float with --float-layers, or use another form")
    ) { node, wiring in
      guard node.type == "Pad",
        let source = wiring.producer(of: node.input(0)).flatMap(wiring.encoding),
        let zeroPoint = source.zeroPoints?.first, zeroPoint != 0
      else { return nil }
      return "Pad of values with the zero point \(zeroPoint)"
    }
  }

  /// Biases in units of input scale times weight scale, which integer kernels add to their sums.
  static func biasesInUnits(_ evidence: Evidence) -> DeploymentRule {
    DeploymentRule(
      id: "biases-int32", summary: "biases of quantized convolutions are int32", severity: .float,
      proof: evidence.proof, source: evidence.source, remedy: .quantize(.bias, "int32")
    ) { wiring in
      let stored = Dictionary(wiring.biases.map { ($0.reader.name, $0.encoding) }) { $1 }
      return wiring.weights.compactMap { weights in
        guard let bias = weights.reader.input(2), stored[weights.reader.name]?.element != .int32
        else { return nil }
        return Finding(
          node: weights.reader.name, tensor: bias,
          found: stored[weights.reader.name]?.element.map { "\($0)" } ?? "not quantized")
      }
    }
  }

  /// No 1x1 convolution is computed in integers: one whose result is quantized at once.
  static func pointwiseInIntegers(_ evidence: Evidence) -> DeploymentRule {
    operators(
      "pointwise-in-float", "1x1 convolutions are not between Q/DQ pairs", .wrong, evidence,
      .quantize(.qdq, "fused")
    ) { node, wiring in
      guard node.type == "Conv",
        let weights = wiring.producer(of: node.input(1)), weights.type == "DequantizeLinear",
        let filters = weights.input(0).flatMap(wiring.file.constant),
        filters.shape.dimensions.dropFirst(2).allSatisfy({ $0 == 1 }),
        let output = node.outputs.first,
        wiring.readers(of: output).contains(where: { $0.type == "QuantizeLinear" })
      else { return nil }
      return "a 1x1 convolution whose result is quantized at once"
    }
  }

  /// Nothing is quantized.
  static func unquantized(_ severity: Severity, _ evidence: Evidence) -> DeploymentRule {
    operators(
      "float", "the model is float", severity, evidence,
      .advice("give it the float model; quantize --target litert makes it, with calibration data")
    ) { node, _ in
      let isQuantized =
        node.type.hasPrefix("QLinear") || node.type.hasSuffix("Integer")
        || node.type == "QuantizeLinear" || node.type == "DequantizeLinear"
      return isQuantized ? node.fullType : nil
    }
  }

  /// The slope of leaky ReLU that the DPU computes.
  static func leakySlope(_ evidence: Evidence) -> DeploymentRule {
    operators(
      "leaky-slope", "the slope of LeakyRelu is 26/256", .wrong, evidence,
      .quantize(.leakySlope, "dpu")
    ) { node, _ in
      guard node.type == "LeakyRelu" else { return nil }
      let slope = node.numbers["alpha"]?.first ?? 0.01
      return abs(slope - 26.0 / 256) < 1e-6 ? nil : "slope \(Float(slope))"
    }
  }

  /// Everything between the first quantization and the outputs' dequantization is integers.
  static func integersAlone(_ evidence: Evidence) -> DeploymentRule {
    let moving: Set<String> = [
      "MaxPool", "Concat", "Reshape", "Transpose", "Slice", "Split", "Resize", "Pad", "Gather",
      "Flatten", "Squeeze", "Unsqueeze", "Identity", "QuantizeLinear", "DequantizeLinear",
    ]
    return operators(
      "integers-alone", "operators on integers from the input to the heads", .float, evidence,
      .quantize(.format, "qoperator")
    ) { node, _ in
      node.type.hasPrefix("QLinear") || moving.contains(node.type) ? nil : node.fullType
    }
  }
}
