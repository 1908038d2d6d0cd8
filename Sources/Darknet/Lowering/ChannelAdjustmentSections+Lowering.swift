import Graph

extension ShiftChannelsSection: LoweredSection {
  func lower(_ layer: Layer, into lowering: inout Lowering) throws(LoweringError) -> ValueID {
    lowering.current = try lowering.add(
      Binary(.add), lowering.current, lowering.output(of: from), as: "shifted")
    return lowering.current
  }
}

extension ControlChannelsSection: LoweredSection {
  func lower(_ layer: Layer, into lowering: inout Lowering) throws(LoweringError) -> ValueID {
    lowering.current = try lowering.add(
      Binary(.multiply), lowering.current, lowering.output(of: from), as: "controlled")
    return lowering.current
  }
}
