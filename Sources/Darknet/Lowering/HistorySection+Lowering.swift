import Graph

/// The input and the former ones behind it on channels, newest first.
///
/// With one time step darknet has zeros where former inputs would be (`forward_history_layer`).
extension HistorySection: LoweredSection {
  func lower(_ layer: Layer, into lowering: inout Lowering) throws(LoweringError) -> ValueID {
    let input = lowering.shape(lowering.current)
    let former = input[1] * (historySize - 1)
    guard former > 0 else { return lowering.current }
    guard lowering.network.net.timeSteps > 1 else {
      lowering.current = try lowering.add(
        Pad(before: [0, 0, 0, 0], after: [0, former, 0, 0], value: 0), lowering.current,
        as: "history")
      return lowering.current
    }
    let old = try lowering.state("frames", [former, input[2], input[3]])
    let all = try lowering.add(Concatenation(axis: 1), lowering.current, old, as: "history")
    let new = try lowering.add(Slice(axis: 1, start: 0, end: former), all, as: "newest")
    lowering.keep(new, as: "frames", inPlaceOf: old)
    lowering.current = all
    return all
  }
}
