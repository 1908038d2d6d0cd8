import Graph

/// A leaky ReLU as the sum of two 8-bit results of the convolution in front of it: of what lies above
/// 0, and of what lies below, times the slope.
///
/// Storing limits each to its side: the zero point of one is the smallest number, that of the other the
/// largest. So above 0 nothing is rounded but the result, and below it what the slope has made small.
struct LeakySides {
  /// The slopes below 0 that there are sides for. Of a smaller one 8 bits keep next to nothing, and the
  /// scales of a side that small would leave the range of float32.
  static let slopes: Range<Float> = 0x1p-10..<1

  /// What lies above 0, in steps of the result.
  let above: QuantizationEncoding
  /// What lies below 0, times the slope.
  let below: QuantizationEncoding

  /// Chooses.
  ///
  /// - Parameters:
  ///   - slope: the slope below 0, one of `slopes`.
  ///   - result: how the result is stored.
  init(slope: Float, result: QuantizationEncoding) {
    let limits = result.limits
    above = QuantizationEncoding(
      element: result.element, scale: result.scale, zeroPoint: limits.lowerBound)
    // The whole of what the result can store below 0, in as fine steps as reach that far.
    var scale = result.scale * slope
    while scale * Float(limits.count - 1) < result.lower.magnitude { scale *= 2 }
    below = QuantizationEncoding(
      element: result.element, scale: scale, zeroPoint: limits.upperBound)
  }
}
