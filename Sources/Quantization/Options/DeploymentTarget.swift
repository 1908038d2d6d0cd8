/// A runtime, or a piece of hardware, that an INT8 model is made for.
public enum DeploymentTarget: String, Hashable, Sendable, CaseIterable {
  case onnxruntime, openvino, tensorrt, qnn, rknn, xint8, stm32, litert, opencv, hardware

  /// What people call it.
  public var title: String {
    switch self {
    case .onnxruntime: "ONNX Runtime on CPUs"
    case .openvino: "OpenVINO"
    case .tensorrt: "NVIDIA TensorRT"
    case .qnn: "Qualcomm QNN (HTP)"
    case .rknn: "Rockchip RKNN"
    case .xint8: "AMD Ryzen AI (XINT8)"
    case .stm32: "ST Edge AI"
    case .litert: "LiteRT"
    case .opencv: "OpenCV DNN"
    case .hardware: "hardware that computes integers itself"
    }
  }
}

extension QuantizationOptions {
  /// Chooses the form of the model that a target reads: format, types, zero points, scales, biases,
  /// heads and operators. What serves accuracy alone stays as it is, but for headroom, which
  /// forms with fewer scales need more or less of; see the table of targets in BENCHMARKS.md.
  public mutating func choose(for target: DeploymentTarget) {
    self.target = target
    format = .qdq
    switch target {
    case .onnxruntime, .hardware, .litert: format = .qoperator
    case .openvino, .rknn: break
    case .opencv: pointwise = .multipleOf8
    case .tensorrt:
      // Q/DQ in front of convolutions is what its fusion starts from; pairs elsewhere cut fusions.
      qdq = .inputs
      activationType = .int8
      symmetry = .symmetric
      bias = .float
      headroom = 0
    case .qnn:
      qdq = .explicit
      head = .split
    case .xint8:
      activationType = .int8
      symmetry = .symmetric
      scales = .powerOfTwo
      granularity = .perTensor
      bias = .int8
      leakySlope = .dpu
      // Scales go to the next power of two anyway; better to the larger one, which clips nothing.
      headroom = 1
    case .stm32:
      qdq = .explicit
      head = .split
      activationType = .int8
    }
  }
}
