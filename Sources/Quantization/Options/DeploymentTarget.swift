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

  /// What the form leaves in float though nothing in the network asks for it; nil where that is nothing.
  public var floatParts: String? {
    guard self == .tensorrt else { return nil }
    return "convolutions that read the image, or another number of channels that 4 does not divide"
  }
}

extension QuantizationOptions {
  /// Chooses the form of the model that a target reads, from the usual form on: format, types, zero
  /// points, scales, biases, heads and operators.
  ///
  /// What serves accuracy alone stays as it is, but for headroom where the form's scales need another;
  /// see the table of targets in BENCHMARKS.md, and leaky ReLUs as sums of two sides, ranges of single
  /// tensors and layers of 16-bit activations where the form has none. Options given before are lost, those
  /// after stand.
  public mutating func choose(for target: DeploymentTarget) {
    takeUsualForm()
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
    let usual = QuantizationOptions()
    if leaky == .dual, !allowsDualLeaky { leaky = usual.leaky }
    if tensorRanges == .own, !allowsOwnRanges { tensorRanges = usual.tensorRanges }
    if format != .qdq { wideLayers = usual.wideLayers }
  }

  /// The same choices for accuracy, in the form that a target reads.
  public func formed(for target: DeploymentTarget) -> QuantizationOptions {
    var options = self
    options.choose(for: target)
    // How hardware makes 8-bit values of sums is a choice of that hardware; no runtime has it.
    if target == .hardware { options.requantization = requantization }
    return options
  }

  /// Takes back every option that says what the file looks like.
  private mutating func takeUsualForm() {
    let usual = QuantizationOptions()
    format = usual.format
    requantization = usual.requantization
    qdq = usual.qdq
    head = usual.head
    granularity = usual.granularity
    isRangeReduced = usual.isRangeReduced
    activationType = usual.activationType
    symmetry = usual.symmetry
    scales = usual.scales
    bias = usual.bias
    leakySlope = usual.leakySlope
    pointwise = usual.pointwise
    domain = usual.domain
  }
}
