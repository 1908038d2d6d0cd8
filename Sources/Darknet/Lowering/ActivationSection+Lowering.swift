import Graph

extension ActivationSection: LoweredSection {
  func lower(_ layer: Layer, into lowering: inout Lowering) throws(LoweringError) -> ValueID {
    lowering.current = try lowering.activated(lowering.current, activation)
    return lowering.current
  }
}
