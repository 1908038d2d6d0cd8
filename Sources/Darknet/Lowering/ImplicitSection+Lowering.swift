import Graph

/// The weights, once for each image.
extension ImplicitSection: LoweredSection {
  func lower(_ layer: Layer, into lowering: inout Lowering) throws(LoweringError) -> ValueID {
    let stored: [Float] = try lowering.parameters.tensor(
      .weights, of: layer, part: nil, shape: try lowering.checked([filters * atoms])
    ).elements()
    lowering.current = try lowering.constant(
      (0..<lowering.batch).flatMap { _ in stored }, [lowering.batch, filters, atoms, 1],
      as: "implicit")
    return lowering.current
  }
}
