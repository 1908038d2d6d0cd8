/// How the int32 sums of a graph's operations become 8-bit values.
///
/// Files hold scales alone, whichever is meant; it is part of the metadata, and the engine computes
/// accordingly. `docs/targets/hardware.md` has the formula of each operation.
public enum Requantization: String, Hashable, Sendable, CaseIterable {
  /// A float32 multiplier, rounded half to even, as in ONNX Runtime.
  case float
  /// A 32-bit fixed-point multiplier and a rounding shift, as in TensorFlow Lite and gemmlowp.
  case fixed
  /// A rounding arithmetic shift: factors are powers of two, for which the scales of the filters are
  /// chosen.
  case shift
}

/// A factor as whole numbers: multiplier · 2^(-31 - shift).
///
/// Source: `QuantizeMultiplier` and `MultiplyByQuantizedMultiplier` of TensorFlow Lite,
/// `tensorflow/lite/kernels/internal/quantization_util.cc` and `common.cc`; the shift has the
/// opposite sign there.
public struct FixedPointFactor: Hashable, Sendable {
  /// 2^30 up to 2^31 - 1; 0 for a factor that is too small to make any sum a 1.
  public let multiplier: Int32
  /// -30 to 31, to the right where it is above 0.
  public let shift: Int32

  /// The nearest representation; nil for what is negative, not finite, or 2^30 and more.
  public init?(_ factor: Double) {
    guard factor.isFinite, factor >= 0, factor < 0x1p30 else { return nil }
    guard factor > 0 else {
      (multiplier, shift) = (0, 0)
      return
    }
    var exponent = factor.exponent + 1
    var whole = (factor.significand * 0x1p30).rounded(.toNearestOrAwayFromZero)
    if whole == 0x1p31 {
      whole /= 2
      exponent += 1
    }
    if exponent < -31 { (whole, exponent) = (0, 0) }
    multiplier = Int32(whole)
    shift = Int32(-exponent)
  }
}

/// What the sums of each output channel of a convolution are multiplied with.
public enum SumFactors: Hashable, Sendable {
  /// Numbers in float32.
  case float([Float])
  /// Whole numbers.
  case fixed([FixedPointFactor])
  /// The number of bits to shift to the right; to the left where it is below 0.
  case shift([Int32])

  /// How far a factor may be from a power of two to be taken for it, as a part of it: what a scale
  /// loses as a float32.
  private static let tolerance = 0x1p-20

  /// The factors x scale · filter scale / y scale.
  ///
  /// - Parameter filters: a scale for each output channel.
  /// - Throws: `OperationError` where the requantization has no such factor.
  public init(
    _ requantization: Requantization, x: Float, filters: [Float], y: Float
  ) throws(OperationError) {
    // ONNX Runtime forms the factor in this order, in float.
    guard requantization != .float else {
      self = .float(filters.map { x * $0 / y })
      return
    }
    var fixed: [FixedPointFactor] = []
    var shifts: [Int32] = []
    for (channel, scale) in filters.enumerated() {
      let factor = Double(x) * Double(scale) / Double(y)
      guard let number = FixedPointFactor(factor) else {
        throw OperationError(
          "the factor of channel \(channel), \(factor), is no fixed-point number of 32 bits")
      }
      guard requantization == .shift else {
        fixed.append(number)
        continue
      }
      guard let shift = SumFactors.shift(by: factor) else {
        throw OperationError(
          "the factor of channel \(channel), \(factor), is no power of two; quantize the model with "
            + "the requantization shift")
      }
      shifts.append(shift)
    }
    self = requantization == .fixed ? .fixed(fixed) : .shift(shifts)
  }

  /// The shift to the right that stands for a factor; nil where it is no power of two.
  private static func shift(by factor: Double) -> Int32? {
    guard factor.isNormal else { return nil }
    let exponent = factor.significand > 1.5 ? factor.exponent + 1 : factor.exponent
    guard (-62...30).contains(exponent),
      abs(factor / Double(sign: .plus, exponent: exponent, significand: 1) - 1) <= tolerance
    else { return nil }
    return Int32(-exponent)
  }
}

/// The sum of two 8-bit tensors in whole numbers with three factors, as TensorFlow Lite computes it
/// (`tensorflow/lite/kernels/add.cc`).
///
/// With a' = (a - a zero) · 2^20 · `a` and b' likewise, the result is (a' + b') · `y` + y zero.
public struct FixedPointAddition: Hashable, Sendable {
  /// The bits that operands are shifted to the left by first.
  public static let leftShift = 20
  /// The factors of the operands and of their sum.
  public let a, b, y: FixedPointFactor

  /// The factors for scales.
  ///
  /// - Throws: `OperationError` where the scales are too far from each other.
  public init(a: Float, b: Float, y: Float) throws(OperationError) {
    let most = 2 * max(Double(a), Double(b))
    let sum = most / (Double(1 << FixedPointAddition.leftShift) * Double(y))
    guard let a = FixedPointFactor(Double(a) / most), let b = FixedPointFactor(Double(b) / most),
      sum < 1, let y = FixedPointFactor(sum)
    else { throw OperationError("the scales \(a), \(b) and \(y) are too far from each other") }
    (self.a, self.b, self.y) = (a, b, y)
  }
}

/// The sum of two 8-bit tensors without a multiplication: a table of 256 numbers for each operand,
/// whose sum is shifted to the right.
///
/// The result is (`a`[a] + `b`[b] + 2^13) >> 14, limited to 8 bits; the tables are indexed by the bits
/// of an operand, and that of a holds the zero point of the result.
public struct TabulatedAddition: Hashable, Sendable {
  /// The bits behind the point of an entry.
  public static let fractionBits = 14
  private static let limit = Double(1 << 30)
  /// The entries of the operands.
  public let a, b: [Int32]

  /// The tables for encodings.
  public init(a: QuantizationEncoding, b: QuantizationEncoding, y: QuantizationEncoding) {
    func table(_ x: QuantizationEncoding, plus zero: Int) -> [Int32] {
      (0..<256).map { bits in
        let stored = x.element == .int8 && bits > 127 ? bits - 256 : bits
        let real = Double(stored - x.zeroPoint) * Double(x.scale) / Double(y.scale) + Double(zero)
        let whole =
          (real * Double(1 << TabulatedAddition.fractionBits)).rounded(.toNearestOrAwayFromZero)
        return Int32(min(max(whole, -TabulatedAddition.limit), TabulatedAddition.limit - 1))
      }
    }
    self.a = table(a, plus: y.zeroPoint)
    self.b = table(b, plus: 0)
  }
}
