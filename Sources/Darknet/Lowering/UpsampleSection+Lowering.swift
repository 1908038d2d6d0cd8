import Graph

extension UpsampleSection: LoweredSection {
  func lower(_ layer: Layer, into lowering: inout Lowering) throws(LoweringError) -> ValueID {
    let value: ValueID
    if isReversed {
      // The sum of a block is its mean times its size.
      let window = Window(kernel: Extent2D(stride), stride: Extent2D(stride))
      let mean = try lowering.add(AveragePool(window: window), lowering.current, as: "mean")
      value = try lowering.scaled(mean, by: scale * Float(stride * stride), as: "scaled")
    } else {
      let upsampled = try lowering.add(
        UpsampleNearest(scale: Extent2D(stride)), lowering.current, as: "upsample")
      value = try lowering.scaled(upsampled, by: scale, as: "scaled")
    }
    lowering.current = value
    return value
  }
}
