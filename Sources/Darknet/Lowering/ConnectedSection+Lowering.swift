import Graph

extension ConnectedSection: LoweredSection {
  func lower(_ layer: Layer, into lowering: inout Lowering) throws(LoweringError) -> ValueID {
    let flat = try lowering.add(Flatten(), lowering.current, as: "flat")
    let product = try lowering.connected(flat, to: output, batchNormalize: batchNormalize)
    let value = try lowering.activated(product, activation)
    lowering.current = try lowering.add(Reshape(target: [0, output, 1, 1]), value, as: "map")
    return lowering.current
  }
}

extension Lowering {
  /// A matrix product of vectors [N, inputs], with its normalization or biases.
  mutating func connected(
    _ value: ValueID, to output: Int, batchNormalize: Bool
  ) throws(LoweringError) -> ValueID {
    let inputs = shape(value)[1]
    let weights = try parameter(
      .weights, [output, inputs], as: batchNormalize ? "weights" : "matrix")
    guard batchNormalize else {
      let biases = try parameter(.biases, [output], as: "bias")
      return try add(FullyConnected(), value, weights, biases, as: "product")
    }
    return try batchNormalized(
      try add(FullyConnected(), value, weights, as: "product"), channels: output)
  }
}
