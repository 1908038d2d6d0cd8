import Graph

extension ConnectedSection: LoweredSection {
  func lower(_ layer: Layer, into lowering: inout Lowering) throws(LoweringError) -> ValueID {
    var value = try lowering.add(Flatten(), lowering.current, as: "flat")
    let inputs = lowering.shape(value)[1]
    let weights = try lowering.parameter(
      .weights, [output, inputs], as: batchNormalize ? "weights" : "matrix")
    if batchNormalize {
      value = try lowering.add(FullyConnected(), value, weights, as: "product")
      value = try lowering.batchNormalized(value, channels: output)
    } else {
      let biases = try lowering.parameter(.biases, [output], as: "bias")
      value = try lowering.add(FullyConnected(), value, weights, biases, as: "product")
    }
    value = try lowering.activated(value, activation)
    lowering.current = try lowering.add(Reshape(target: [0, output, 1, 1]), value, as: "map")
    return lowering.current
  }
}
