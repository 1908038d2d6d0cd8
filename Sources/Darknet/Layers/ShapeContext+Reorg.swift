extension ShapeContext {
  /// The output of both reorganizing layers: blocks of `stride` x `stride` become channels, or
  /// channels blocks.
  mutating func reorganized(stride: Int, isReversed: Bool) -> FeatureShape {
    requireMap()
    // Strides are 32-bit numbers, their squares fit.
    let square = stride * stride
    if isReversed {
      if input.channels % square != 0 {
        misfit(
          .channels, "\(input.channels) channels do not divide into blocks of \(stride)x\(stride)",
          at: "stride")
      }
      return map(
        channels: max(input.channels / square, 1), height: input.height * stride,
        width: input.width * stride)
    }
    if input.height % stride != 0 || input.width % stride != 0 {
      misfit(
        .extent, "an input of \(input) does not divide into blocks of \(stride)x\(stride)",
        at: "stride")
    }
    return map(
      channels: checkedProduct(input.channels, square) ?? .max,
      height: max(input.height / stride, 1), width: max(input.width / stride, 1))
  }
}
