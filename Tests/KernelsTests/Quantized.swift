import Kernels

/// What ONNX Runtime stores for a rounded number, as a byte.
func saturated(_ rounded: Float, signed: Bool) -> UInt8 {
  let lowest: Float = signed ? -128 : 0
  if rounded.isNaN { return UInt8(truncatingIfNeeded: Int(lowest)) }
  return UInt8(truncatingIfNeeded: Int(min(max(rounded, lowest), lowest + 255)))
}

/// The number a byte holds.
func number(_ byte: UInt8, signed: Bool) -> Int { signed ? Int(Int8(bitPattern: byte)) : Int(byte) }

extension Float {
  /// Rounded half to even.
  var roundedHalfToEven: Float { rounded(.toNearestOrEven) }
}

extension dk_quantization {
  var zero: Int { Int(zero_point) }
}
