/// Runtimes on processors and graphics cards.
extension DeploymentRule {
  private static let onnxruntimeRun = "onnxruntime 1.32.0, x86-64"

  static let onnxruntime: [DeploymentRule] = [
    opset(7...24, .read("https://onnxruntime.ai/docs/reference/compatibility.html")),
    activations(.uint8, .slow, .run("\(onnxruntimeRun): int8 activations take 12 times as long")),
    quantizedResults(
      behindActivations: false, .slow,
      .run("\(onnxruntimeRun): pairs behind activations alone take 2 to 3 times as long as float")),
    biasesInUnits(.run("\(onnxruntimeRun): QDQ convolutions with other biases run in float")),
  ]

  private static let openvinoRun = "OpenVINO 2026.4.1, CPU, x86-64"

  static let openvino: [DeploymentRule] = [
    integerConvolutions(
      perTensor: false, .refused, .run("\(openvinoRun): QLinearConv with a scale for each channel")),
    integerConvolutions(
      perTensor: true, .wrong, .run("\(openvinoRun): yolov4-tiny per tensor finds no box")),
    standardDomain(.run("\(openvinoRun): QLinearLeakyRelu is refused or computed wrong")),
    activations(.uint8, .wrong, .run("\(openvinoRun): 14.9 dB in place of 31")),
    padsOfZeroPoint(.run("\(openvinoRun): a shortcut from a layer with fewer channels")),
  ]

  private static let tensorrtTypes =
    "https://docs.nvidia.com/deeplearning/tensorrt/latest/inference-library/work-quantized-types.html"

  static let tensorrt: [DeploymentRule] = [
    standardDomain(.read("https://github.com/onnx/onnx-tensorrt/blob/main/docs/operators.md")),
    noIntegerOperators(.read("https://github.com/onnx/onnx-tensorrt/blob/main/docs/operators.md")),
    activations(.int8, .read(tensorrtTypes)),
    symmetricActivations(.read(tensorrtTypes)),
    activationsPerTensor(.read(tensorrtTypes)),
    symmetricWeights(.read(tensorrtTypes)),
    weightAxis(.read(tensorrtTypes)),
    floatBiases(.read(tensorrtTypes)),
    positiveScales(.read(tensorrtTypes)),
    noPairBeforeActivations(.slow, .read(tensorrtTypes)),
    quantizedInputs(.float, .read(tensorrtTypes)),
  ]

  static let opencv: [DeploymentRule] = [
    noIntegerOperators(
      .wrong, .run("OpenCV 5.0.0: int8 1x1 convolutions are wrong in the last H*W mod 8 cells")),
    pointwiseInIntegers(
      .run("OpenCV 5.0.0: Q/DQ around 1x1 convolutions become such int8 convolutions")),
    noSuppression(.run("OpenCV 4.14.0: NonMaxSuppression is refused")),
  ]

  static let litert: [DeploymentRule] = [
    unquantized(.wrong, .run("onnx2tf and LiteRT: QOperator and QDQ are read, and computed wrong")),
    noSuppression(.run("onnx2tf and LiteRT: boxes of NonMaxSuppression are unusable")),
    fixedShapes(.read("https://github.com/PINTO0309/onnx2tf")),
  ]
}
