import Graph

extension EmptySection: LoweredSection {
  func lower(_ layer: Layer, into lowering: inout Lowering) -> ValueID { lowering.current }
}
