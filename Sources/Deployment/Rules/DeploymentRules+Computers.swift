/// Runtimes on processors and graphics cards.
extension DeploymentRule {
  private static let ortRun = "onnxruntime 1.32.0, x86-64"
  private static let ortSelectors =
    "https://github.com/microsoft/onnxruntime/blob/main/onnxruntime/core/optimizer/qdq_transformer/"
    + "selectors_actions/qdq_selectors.cc"

  static let onnxruntime: [DeploymentRule] = [
    opset(7...28, .run("\(ortRun): 29 is refused")),
    fileVersion(14, .run("\(ortRun): 15 is refused")),
    activations(
      .uint8, or: .uint16, .run("\(ortRun): int8 activations take 12 times as long"), .slow),
    narrowActivations(.run("\(ortRun): convolutions between pairs of 16 bits run in float")),
    quantizedResults(
      .run("\(ortRun): pairs behind activations alone take 2 to 3 times as long as float"), .slow),
    biasesInUnits(.read(ortSelectors)),
  ]

  private static let openvinoRun = "OpenVINO 2026.4.1, CPU, x86-64"

  static let openvino: [DeploymentRule] = [
    integerConvolutions(
      perTensor: false, .run("\(openvinoRun): QLinearConv with a scale for each channel"), .refused),
    integerConvolutions(
      perTensor: true, .run("\(openvinoRun): yolov4-tiny per tensor finds no box"), .wrong),
    standardDomain(
      allowing: true, .run("\(openvinoRun): QLinearLeakyRelu is wrong by 2.76 of 0.84"), .wrong),
    activations(
      .uint8, or: .uint16, .run("\(openvinoRun): int8 behind Concat is wrong by 0.48 of 0.86"),
      .wrong),
    narrowActivations(.run("\(openvinoRun): convolutions between pairs of 16 bits run in float")),
    symmetricWeights(.run("\(openvinoRun): with uint8 weights convolutions run in float"), .float),
    padsOfZeroPoint(.run("\(openvinoRun): a shortcut from a layer with fewer channels")),
  ]

  private static let trtImporter =
    "https://github.com/onnx/onnx-tensorrt/blob/main/onnxOpImporters.cpp"
  private static let trtOperators =
    "https://github.com/onnx/onnx-tensorrt/blob/main/docs/operators.md"
  private static let trtTypes =
    "https://docs.nvidia.com/deeplearning/tensorrt/latest/inference-library/work-quantized-types.html"

  static let tensorrt: [DeploymentRule] = [
    standardDomain(.read(trtOperators)),
    noIntegerOperators(.read(trtOperators)),
    opset(9...24, .read("\(trtOperators): TensorRT 10.15; 10.0 reads 9 to 20, 8.5 to 17")),
    knows(
      [
        "Add", "AveragePool", "BatchNormalization", "Cast", "Clip", "Concat", "Constant", "Conv",
        "ConvTranspose", "DequantizeLinear", "Div", "Elu", "Exp", "Expand", "Flatten", "Gather",
        "Gemm", "GlobalAveragePool", "HardSigmoid", "HardSwish", "Identity", "LSTM", "LeakyRelu",
        "Log", "MatMul", "Max", "MaxPool", "Min", "Mish", "Mul", "Neg", "NonMaxSuppression",
        "PRelu", "Pad", "Pow", "QuantizeLinear", "ReduceMax", "ReduceMean", "ReduceSum", "Relu",
        "Reshape", "Resize", "Selu", "Shape", "Sigmoid", "Slice", "Softmax", "Softplus", "Split",
        "Sqrt", "Squeeze", "Sub", "Tanh", "Tile", "TopK", "Transpose", "Unsqueeze", "Upsample",
        "Where", "ArgMax", "Equal", "Less", "Greater", "GreaterOrEqual", "LessOrEqual", "Not",
        "And",
        "Abs", "Floor", "Ceil", "GatherElements", "GatherND", "ScatterND", "Range", "NonZero",
        "InstanceNormalization", "CumSum",
      ], .read(trtOperators)),
    activations(.int8, .read("\(trtImporter): uint8 is read as int8, with a warning"), .wrong),
    symmetricActivations(.read(trtImporter)),
    activationsPerTensor(.read(trtTypes)),
    symmetricWeights(.read(trtImporter)),
    weightAxis(.read(trtImporter)),
    floatBiases(.read("https://github.com/microsoft/onnxruntime/issues/14229")),
    positiveScales(.read(trtImporter)),
    quantizedInputs(.read(trtTypes)),
    noPairBeforeActivations(.read(trtTypes), .slow),
    quantizedBranches(
      .read(
        "https://docs.nvidia.com/deeplearning/tensorrt/tensorflow-quantization-toolkit/docs/docs/"
          + "add_custom_qdq_cases.html")),
  ]

  static let opencv: [DeploymentRule] = [
    noSuppression(.run("OpenCV 4.14.0 refuses it; 5.0.0 has it")),
    operators(
      "no-convinteger", "no ConvInteger", .refused, .run("OpenCV 4.14.0 refuses it"),
      .quantize(.head, "split")
    ) { node, _ in node.type == "ConvInteger" ? node.type : nil },
    outputShapes(.run("OpenCV 4.14.0 and 5.0.0")),
    pointwiseTails(
      .run("OpenCV 5.0.0: wrong in the last (height * width mod 8) cells; 4.14.0 is right")),
  ]

  static let litert: [DeploymentRule] = [
    unquantized(.run("onnx2tf and LiteRT: QOperator and QDQ are refused or computed wrong")),
    noSuppression(.run("onnx2tf and LiteRT: its boxes are unusable")),
    fixedShapes(.read("https://github.com/PINTO0309/onnx2tf")),
  ]
}
