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
    perTensor: Bool, _ evidence: Evidence, _ severity: Severity
  ) -> DeploymentRule {
    operators(
      perTensor ? "integer-convolutions-per-tensor" : "integer-convolutions-per-channel",
      "convolutions as Q/DQ pairs, not as QLinearConv", severity, evidence,
      .quantize(.format, "qdq")
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

  /// Quantized biases are in units of input scale times weight scale, which integer kernels add to
  /// their sums.
  static func biasesInUnits(_ evidence: Evidence) -> DeploymentRule {
    DeploymentRule(
      id: "biases-int32",
      summary:
        "quantized biases are int32, their scale that of the input times that of the weights",
      severity: .float, proof: evidence.proof, source: evidence.source,
      remedy: .quantize(.bias, "int32")
    ) { wiring in
      wiring.biases.compactMap { bias in
        func finding(_ found: String) -> Finding {
          Finding(node: bias.reader.name, tensor: bias.encoding.tensor, found: found)
        }
        guard bias.encoding.element == .int32 else {
          return finding(bias.encoding.element.map { "\($0)" } ?? "the type is not told")
        }
        func scales(_ index: Int) -> [Float]? {
          wiring.producer(of: bias.reader.input(index)).flatMap(wiring.encoding)?.scales
        }
        guard let units = bias.encoding.scales, let input = scales(0)?.first,
          let weights = scales(1), !weights.isEmpty
        else { return nil }
        let wrong = units.indices.first { index in
          let product = input * weights[weights.count == units.count ? index : 0]
          return abs(units[index] - product) > 1e-6 * product
        }
        return wrong.map { finding("scale \(units[$0]) of channel \($0)") }
      }
    }
  }

  /// No 1x1 convolution of a map whose cells 8 does not divide is computed in integers.
  static func pointwiseTails(_ evidence: Evidence) -> DeploymentRule {
    operators(
      "pointwise-tails",
      "1x1 convolutions in integers have a multiple of 8 cells in their results", .wrong, evidence,
      .quantize(.pointwise, "multiple-of-8")
    ) { node, wiring in
      guard let output = node.outputs.first else { return nil }
      let filters: String?
      switch node.type {
      case "QLinearConv": filters = node.input(3)
      case "Conv":
        let dequantized = wiring.producer(of: node.input(1))
        guard dequantized?.type == "DequantizeLinear",
          wiring.producer(of: node.input(0))?.type == "DequantizeLinear",
          wiring.isStored(output, behind: ["Relu", "Clip"])
        else { return nil }
        filters = dequantized?.input(0)
      default: return nil
      }
      guard let shape = filters.flatMap(wiring.file.constant)?.shape.dimensions, shape.count == 4,
        shape[2] == 1, shape[3] == 1
      else { return nil }
      guard let map = wiring.shape(of: output), map.count == 4 else {
        return "a 1x1 convolution of unknown size"
      }
      let cells = map[2] * map[3]
      return cells % 8 == 0 ? nil : "a 1x1 convolution with \(map[2])x\(map[3]) = \(cells) cells"
    }
  }

  /// Versions of the file format that are read.
  static func fileVersion(_ most: Int, _ evidence: Evidence) -> DeploymentRule {
    DeploymentRule(
      id: "ir-version", summary: "IR version \(most) at most", severity: .refused,
      proof: evidence.proof, source: evidence.source,
      remedy: .advice("convert the checkpoint with darkroom convert")
    ) { wiring in
      wiring.file.irVersion <= most
        ? [] : [Finding(node: nil, tensor: nil, found: "IR version \(wiring.file.irVersion)")]
    }
  }

  /// Outputs say their shapes.
  static func outputShapes(_ evidence: Evidence) -> DeploymentRule {
    DeploymentRule(
      id: "output-shapes", summary: "outputs say their shapes", severity: .refused,
      proof: evidence.proof, source: evidence.source,
      remedy: .advice("let onnx.shape_inference write them")
    ) { wiring in
      wiring.file.outputs.filter { $0.extents == nil }.map {
        Finding(node: nil, tensor: $0.name, found: "no shape")
      }
    }
  }

  /// Nothing is quantized.
  static func unquantized(_ evidence: Evidence) -> DeploymentRule {
    operators(
      "float", "the model is float", .wrong, evidence,
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
    return DeploymentRule(
      id: "integers-alone", summary: "operators on integers from the input to the heads",
      severity: .float, proof: evidence.proof, source: evidence.source,
      remedy: .quantize(.format, "qoperator")
    ) { wiring in
      // In integers up to the heads: then it is what decodes boxes that computes in float.
      let decodes = wiring.file.nodes.contains { $0.type == "QLinearConv" }
      return wiring.file.nodes.compactMap { node in
        guard !node.type.hasPrefix("QLinear"), !moving.contains(node.type) else { return nil }
        return Finding(
          node: node.name, tensor: nil, found: node.fullType,
          remedy: decodes ? .quantize(.heads, "raw") : nil)
      }
    }
  }
}
