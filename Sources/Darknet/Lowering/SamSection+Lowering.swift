import Graph

extension SamSection: LoweredSection {
  func lower(_ layer: Layer, into lowering: inout Lowering) throws(LoweringError) -> ValueID {
    let product = try lowering.add(
      Binary(.multiply), lowering.current, lowering.output(of: from), as: "product")
    lowering.current = try lowering.activated(product, activation)
    return lowering.current
  }
}
