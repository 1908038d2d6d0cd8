import Graph

extension DepthwiseSection: LoweredSection {
  func lower(_ layer: Layer, into lowering: inout Lowering) throws(LoweringError) -> ValueID {
    let channels = lowering.shape(lowering.current)[1]
    let window = Window(
      kernel: Extent2D(size), stride: Extent2D(stride), padding: Padding2D(padding))
    let sums = try lowering.convolved(
      lowering.current, Convolution(window: window, groups: channels), filters: channels,
      batchNormalize: batchNormalize, isBinary: false)
    lowering.current = try lowering.activated(sums, activation)
    return lowering.current
  }
}
