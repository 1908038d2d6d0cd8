/// Accelerators of devices, and hardware of one's own.
extension DeploymentRule {
  private static let qnnDocument =
    "https://onnxruntime.ai/docs/execution-providers/QNN-ExecutionProvider.html"

  static let qnn: [DeploymentRule] = [
    standardDomain(.simulator("QNN HTP, x86 simulator: QOperator is refused")),
    noIntegerOperators(.simulator("QNN HTP, x86 simulator: QOperator is refused")),
    fixedShapes(.read(qnnDocument)),
    activations(.uint8, .float, .simulator("QNN HTP: int8 activations make 19 partitions")),
    quantizedResults(
      behindActivations: false, .float,
      .simulator("QNN HTP: convolutions whose results are not quantized at once run in float")),
  ]

  private static let rknnSimulator = "rknn-toolkit2, rk3588, x86 simulator"

  static let rknn: [DeploymentRule] = [
    standardDomain(.simulator("\(rknnSimulator): QOperator is refused")),
    noIntegerOperators(.simulator("\(rknnSimulator): QOperator is refused")),
    biasZeroPoints(.refused, .simulator("\(rknnSimulator): it crashes without")),
    noSuppression(.simulator("\(rknnSimulator): NonMaxSuppression is refused")),
    fixedShapes(.read("https://github.com/airockchip/rknn-toolkit2")),
  ]

  private static let quark = "https://quark.docs.amd.com/latest/supported_accelerators/ryzenai/index.html"

  static let xint8: [DeploymentRule] = [
    standardDomain(.read(quark)),
    noIntegerOperators(.read(quark)),
    fixedShapes(.read(quark)),
    activations(.int8, .read(quark)),
    symmetricActivations(.read(quark)),
    activationsPerTensor(.read(quark)),
    symmetricWeights(.read(quark)),
    weightsPerTensor(.read(quark)),
    powerOfTwoScales(.read(quark)),
    biases(.int8, .read(quark)),
    leakySlope(.read(quark)),
    noPairBeforeActivations(.slow, .read(quark)),
  ]

  private static let edgeAI = "https://stedgeai-dc.st.com/assets/embedded-docs/quantization.html"

  static let stm32: [DeploymentRule] = [
    standardDomain(.read(edgeAI)),
    noIntegerOperators(.read(edgeAI)),
    fixedShapes(.read(edgeAI)),
    batchOfOne(.read(edgeAI)),
    symmetricWeights(.read(edgeAI)),
    activationsPerTensor(.read(edgeAI)),
    quantizedResults(behindActivations: false, .float, .read(edgeAI)),
  ]

  static let hardware: [DeploymentRule] = [
    integersAlone(.read("docs/targets/hardware.md")),
    fixedShapes(.read("docs/targets/hardware.md")),
    batchOfOne(.read("docs/targets/hardware.md")),
  ]
}
