import Graph

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
