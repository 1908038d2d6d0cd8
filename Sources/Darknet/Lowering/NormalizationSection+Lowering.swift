import Graph

/// Local response normalization as darknet's recurrence computes it (`normalization_layer.c`
/// 66-95): the norm of each channel is a fixed linear function of the squares of all channels, so
/// it is a 1x1 convolution of them.
extension NormalizationSection: LoweredSection {
  func lower(_ layer: Layer, into lowering: inout Lowering) throws(LoweringError) -> ValueID {
    let input = lowering.current
    let channels = lowering.shape(input)[1]
    // Row k: how often the square of each channel counts in the norm of channel k.
    var counts = Array(repeating: Float(0), count: channels)
    for channel in 0..<min(size / 2, channels) { counts[channel] += 1 }
    var matrix = counts
    for channel in 1..<max(channels, 1) {
      let leaving = channel - (size - 1) / 2 - 1
      let entering = channel + size / 2
      if leaving >= 0 { counts[leaving] -= 1 }
      if entering < channels { counts[entering] += 1 }
      matrix += counts
    }
    let weights = try lowering.constant(
      matrix.map { $0 * alpha }, [channels, channels, 1, 1], as: "window")
    let bias = try lowering.constant(
      Array(repeating: kappa, count: channels), [channels], as: "kappa")
    let squares = try lowering.add(Binary(.multiply), input, input, as: "squares")
    let norms = try lowering.add(
      Convolution(window: Window(kernel: Extent2D(1))), squares, weights, bias, as: "norms")
    let exponent = lowering.scalar(-beta, as: "exponent")
    let factors = try lowering.add(Binary(.power), norms, exponent, as: "factors")
    lowering.current = try lowering.add(Binary(.multiply), input, factors, as: "product")
    return lowering.current
  }
}
