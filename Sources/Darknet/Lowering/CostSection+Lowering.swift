import Graph

/// Without truth the layer computes nothing and its output stays zero.
extension CostSection: LoweredSection {
  func lower(_ layer: Layer, into lowering: inout Lowering) throws(LoweringError) -> ValueID {
    try lowering.zeros(layer)
  }
}
