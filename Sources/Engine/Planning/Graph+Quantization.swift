import Graph
import Kernels

extension Graph {
  /// The constant scale and zero point of a tensor; nil when one of them is absent, computed or no
  /// scalar.
  func quantization(of tensor: Node.Stored) -> dk_quantization? {
    guard let scale = self[tensor.scale].constant?.elements(Float.self), scale.count == 1,
      let zero = tensor.zeroPoint.flatMap({ self[$0].constant }), zero.shape.count == 1
    else { return nil }
    switch zero.type.element {
    case .uint8:
      return dk_quantization(
        scale: scale[0], zero_point: Int32(zero.elements(UInt8.self)[0]), is_signed: false)
    case .int8:
      return dk_quantization(
        scale: scale[0], zero_point: Int32(zero.elements(Int8.self)[0]), is_signed: true)
    default: return nil
    }
  }
}

extension dk_quantization {
  /// Whether bytes stand for the same numbers.
  func equals(_ other: dk_quantization) -> Bool {
    scale == other.scale && zero_point == other.zero_point && is_signed == other.is_signed
  }
}
