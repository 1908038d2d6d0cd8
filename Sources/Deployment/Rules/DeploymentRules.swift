import Quantization

/// The rules of each target.
extension DeploymentRule {
  /// The rules that files for a target are checked by.
  public static func rules(of target: DeploymentTarget) -> [DeploymentRule] {
    let rules =
      switch target {
      case .onnxruntime: onnxruntime
      case .openvino: openvino
      case .tensorrt: tensorrt
      case .qnn: qnn
      case .rknn: rknn
      case .xint8: xint8
      case .stm32: stm32
      case .litert: litert
      case .opencv: opencv
      case .hardware: hardware
      }
    return [hasOperators, fileSize, valuesComputed, shapesAgree] + rules
  }
}
