/// Accelerators of devices, and hardware of one's own.
extension DeploymentRule {
  private static let qnnRun = "onnxruntime-qnn 2.7.0, HTP, x86 simulator"
  private static let qnnDocument =
    "https://github.com/onnxruntime/onnxruntime-qnn/blob/main/docs/execution_providers/"
    + "QNN-ExecutionProvider.md"

  static let qnn: [DeploymentRule] = [
    standardDomain(
      allowing: true, .simulator("\(qnnRun): QLinearLeakyRelu runs on the CPU"), .float),
    noIntegerOperators(
      .simulator("\(qnnRun) takes QLinearConv alone; older ones refuse it"), .float),
    fixedShapes(.simulator(qnnRun)),
    knows(
      [
        "Abs", "Add", "AveragePool", "BatchNormalization", "Cast", "Clip", "Concat", "Conv",
        "ConvTranspose", "DequantizeLinear", "Div", "Elu", "Exp", "Flatten", "Gather", "Gemm",
        "GlobalAveragePool", "HardSigmoid", "HardSwish", "LSTM", "LeakyRelu", "Log", "MatMul",
        "Max",
        "MaxPool", "Min", "Mul", "Neg", "PRelu", "Pad", "Pow", "QuantizeLinear", "ReduceMax",
        "ReduceMean", "ReduceSum", "Relu", "Reshape", "Resize", "Sigmoid", "Slice", "Softmax",
        "Softplus", "Split", "Sqrt", "Squeeze", "Sub", "Tanh", "Tile", "TopK", "Transpose",
        "Unsqueeze", "Upsample", "Where", "ArgMax", "Equal", "Less", "Greater", "Not", "And",
      ], .read(qnnDocument), .float),
    activations(
      .uint8, or: .uint16,
      .simulator(
        "\(qnnRun): int8 makes 19 partitions of yolov4-tiny; uint16 makes one of yolo-fastest-1.1"),
      .float),
    quantizedResults(.simulator(qnnRun)),
    quantizedHeads(.simulator(qnnRun)),
    noShortBiases(.simulator(qnnRun)),
  ]

  private static let rknnRun = "rknn-toolkit2 2.5.0, rk3588, x86 simulator"
  private static let rknnOperators =
    "https://github.com/airockchip/rknn-toolkit2/blob/master/doc/RKNNToolKit2_OP_Support-v2.1.0.md"

  static let rknn: [DeploymentRule] = [
    standardDomain(.simulator(rknnRun)),
    noIntegerOperators(.simulator(rknnRun)),
    opset(7...19, .simulator("\(rknnRun); its documents name 12 to 19")),
    fixedShapes(.simulator(rknnRun)),
    zeroPointsGiven(.simulator("\(rknnRun): it crashes without")),
    noSuppression(.simulator(rknnRun)),
    operators(
      "operators-known", "only operators that it computes", .refused, .read(rknnOperators),
      .convert(.heads, "raw")
    ) { node, _ in
      let unknown: Set<String> = [
        "Abs", "Ceil", "Mean", "Neg", "NonZero", "Reciprocal", "Round", "Sign", "Sum", "TopK",
        "ReduceProd", "GatherND", "Loop",
      ]
      return unknown.contains(node.type) ? node.type : nil
    },
  ]

  private static let quark = "https://github.com/amd/Quark/blob/main/quark/onnx/"
  private static let quarkQuantizer = quark + "quantizers/npu_cnn_quantizer.py"
  private static let quarkRefinement = quark + "postprocess/refinement/refine.py"
  private static let quarkSimulation = quark + "postprocess/simulation/simulate_dpu.py"
  private static let ryzenOperators =
    "https://github.com/amd/ryzen-ai-documentation/blob/main/docs/ops_support.rst"

  static let xint8: [DeploymentRule] = [
    standardDomain(.read(ryzenOperators), .float),
    noIntegerOperators(.read(ryzenOperators), .float),
    knows(
      [
        "Add", "AveragePool", "BatchNormalization", "Clip", "Concat", "Conv", "DequantizeLinear",
        "Flatten", "Gemm", "GlobalAveragePool", "HardSwish", "LeakyRelu", "MatMul", "MaxPool",
        "Mish",
        "Mul", "PRelu", "Pad", "QuantizeLinear", "ReduceMean", "Relu", "Reshape", "Resize", "Slice",
        "Softmax", "Tanh", "Transpose", "Upsample",
      ], .read(ryzenOperators), .float),
    activations(.int8, .read(quark + "quantization/config/spec.py")),
    symmetricActivations(.read(quark + "quantization/config/spec.py")),
    activationsPerTensor(.read(quarkQuantizer)),
    symmetricWeights(.read(quarkQuantizer)),
    weightsPerTensor(.read(quarkQuantizer)),
    powerOfTwoScales(.read(quark + "quantization/quant_utils.py")),
    biases(.int8, .read(quarkQuantizer)),
    noPairBeforeActivations(.read(quarkQuantizer), .refused),
    leakySlope(.read(quarkSimulation)),
    sumShifts(.read(quarkRefinement)),
    biasShifts(.read(quarkRefinement)),
    addPositions(.read(quarkRefinement)),
    alignedMoves(.read(quarkRefinement)),
  ]

  private static let stNPU =
    "https://stedgeai-dc.st.com/assets/embedded-docs/stneuralart_operator_support.html"

  static let stm32: [DeploymentRule] = [
    standardDomain(.read("https://st.com/resource/en/data_brief/stedgeai-core.pdf")),
    noIntegerOperators(.read("https://st.com/resource/en/data_brief/stedgeai-core.pdf")),
    opset(7...20, .read("https://stedgeai-dc.st.com/assets/embedded-docs/supported_ops_onnx.html")),
    fixedShapes(.read(stNPU)),
    batchOfOne(.read(stNPU)),
    activations(.int8, .read(stNPU), .float),
    symmetricWeights(.read(stNPU), .float),
    activationsPerTensor(.read(stNPU)),
    quantizedInputs(.read(stNPU)),
    quantizedResults(.read(stNPU)),
    quantizedHeads(.read(stNPU)),
  ]

  static let hardware: [DeploymentRule] = [
    integersAlone(.read("docs/targets/hardware.md")),
    fixedShapes(.read("docs/targets/hardware.md")),
    batchOfOne(.read("docs/targets/hardware.md")),
  ]
}
