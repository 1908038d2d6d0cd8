import Graph

/// `reorg_layer.c`: called with the output's extents.
extension Reorg3DSection: LoweredSection {
  func lower(_ layer: Layer, into lowering: inout Lowering) throws(LoweringError) -> ValueID {
    let input = lowering.shape(lowering.current)
    let (c, h, w, s) = (input[1], input[2], input[3], stride)
    lowering.current =
      isReversed
      // The input's memory is read as if it had the output's extents, then depth to space.
      ? try lowering.rearranged(
        as: [
          s, s, layer.output.channels / (s * s), layer.output.height, layer.output.width,
        ],
        axes: [2, 3, 0, 4, 1],
        into: [layer.output.channels, layer.output.height, layer.output.width])
      // Space to depth, blocks outermost.
      : try lowering.rearranged(
        as: [c, h / s, s, w / s, s], axes: [2, 4, 0, 1, 3], into: [c * s * s, h / s, w / s])
    return lowering.current
  }
}

/// `reorg_old_layer.c`: called with the input's extents.
extension ReorgSection: LoweredSection {
  func lower(_ layer: Layer, into lowering: inout Lowering) throws(LoweringError) -> ValueID {
    let input = lowering.shape(lowering.current)
    let (c, h, w, s) = (input[1], input[2], input[3], stride)
    let inner = c / (s * s)
    lowering.current =
      isReversed
      // Depth to space, blocks outermost.
      ? try lowering.rearranged(
        as: [s, s, inner, h, w], axes: [2, 3, 0, 4, 1], into: [inner, h * s, w * s])
      // The input's memory is read as [C / s²][H s][W s], then space to depth.
      : try lowering.rearranged(
        as: [inner, h, s, w, s], axes: [2, 4, 0, 1, 3], into: [c * s * s, h / s, w / s])
    return lowering.current
  }
}

extension Lowering {
  /// Reads the current value under another shape, permutes its axes (counted without the batch)
  /// and reads the result under a third shape.
  fileprivate mutating func rearranged(
    as view: [Int], axes: [Int], into target: [Int]
  ) throws(LoweringError) -> ValueID {
    let blocks = try add(Reshape(target: [0] + view), current, as: "blocks")
    let moved = try add(
      Transpose(permutation: [0] + axes.map { $0 + 1 }), blocks, as: "moved")
    return try add(Reshape(target: [0] + target), moved, as: "reorg")
  }
}
