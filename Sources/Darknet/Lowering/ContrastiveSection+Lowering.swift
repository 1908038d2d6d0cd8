import Graph

/// Nothing is computed outside training and the output stays zero.
extension ContrastiveSection: LoweredSection {
  func lower(_ layer: Layer, into lowering: inout Lowering) throws(LoweringError) -> ValueID {
    try lowering.zeros(layer)
  }
}
