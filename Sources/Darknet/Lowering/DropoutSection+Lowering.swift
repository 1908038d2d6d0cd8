import Graph

extension DropoutSection: LoweredSection {
  func lower(_ layer: Layer, into lowering: inout Lowering) -> ValueID { lowering.current }
}
