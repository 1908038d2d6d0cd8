import Graph

extension ScaleChannelsSection: LoweredSection {
  func lower(_ layer: Layer, into lowering: inout Lowering) throws(LoweringError) -> ValueID {
    // [N, C, 1, 1], or [N, 1, H, W] with one factor for each position, broadcasts over the map.
    let product = try lowering.add(
      Binary(.multiply), lowering.output(of: from), lowering.current, as: "product")
    lowering.current = try lowering.activated(product, activation)
    return lowering.current
  }
}
