import Graph

extension BatchNormSection: LoweredSection {
  func lower(_ layer: Layer, into lowering: inout Lowering) throws(LoweringError) -> ValueID {
    let channels = lowering.shape(lowering.current)[1]
    lowering.current = try lowering.batchNormalized(lowering.current, channels: channels)
    return lowering.current
  }
}
