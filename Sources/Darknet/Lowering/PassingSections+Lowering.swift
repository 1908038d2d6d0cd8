import Graph

extension DropoutSection: LoweredSection {
  func lower(_ layer: Layer, into lowering: inout Lowering) -> ValueID { lowering.current }
}

extension EmptySection: LoweredSection {
  func lower(_ layer: Layer, into lowering: inout Lowering) -> ValueID { lowering.current }
}

/// Without truth the layer computes nothing and its output stays zero.
extension CostSection: LoweredSection {
  func lower(_ layer: Layer, into lowering: inout Lowering) throws(LoweringError) -> ValueID {
    try lowering.zeros(layer)
  }
}

/// Nothing is computed outside training and the output stays zero.
extension ContrastiveSection: LoweredSection {
  func lower(_ layer: Layer, into lowering: inout Lowering) throws(LoweringError) -> ValueID {
    try lowering.zeros(layer)
  }
}

extension Lowering {
  fileprivate mutating func zeros(_ layer: Layer) throws(LoweringError) -> ValueID {
    let output = layer.output
    let dimensions = [batch, output.channels, output.height, output.width]
    current = try constant(
      Array(repeating: 0, count: try checked(dimensions).count), dimensions, as: "zeros")
    return current
  }
}

/// The stored numbers, once for each image.
extension ImplicitSection: LoweredSection {
  func lower(_ layer: Layer, into lowering: inout Lowering) throws(LoweringError) -> ValueID {
    let stored: [Float] = try lowering.parameters.tensor(
      .weights, of: layer, shape: try lowering.checked([filters * atoms])
    ).elements()
    lowering.current = try lowering.constant(
      (0..<lowering.batch).flatMap { _ in stored }, [lowering.batch, filters, atoms, 1],
      as: "implicit")
    return lowering.current
  }
}

/// With one time step: the input, and zeros where former inputs would be.
extension HistorySection: LoweredSection {
  func lower(_ layer: Layer, into lowering: inout Lowering) throws(LoweringError) -> ValueID {
    guard lowering.network.net.timeSteps == 1 else {
      throw lowering.unsupported("[history] over several time steps has a state")
    }
    let channels = lowering.shape(lowering.current)[1]
    lowering.current = try lowering.add(
      Pad(before: [0, 0, 0, 0], after: [0, channels * (historySize - 1), 0, 0], value: 0),
      lowering.current, as: "history")
    return lowering.current
  }
}
