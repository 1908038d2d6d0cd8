import Graph

extension SoftmaxSection: LoweredSection {
  func lower(_ layer: Layer, into lowering: inout Lowering) throws(LoweringError) -> ValueID {
    guard tree == nil else {
      throw lowering.unsupported(
        "a softmax over the tree of a file is not supported; remove `tree` for a plain softmax")
    }
    let count = lowering.shape(lowering.current).dimensions.dropFirst().reduce(1, *)
    let runs = try lowering.add(
      Reshape(target: [0, groups, count / groups]), lowering.current, as: "runs")
    let cooled = try lowering.scaled(runs, by: 1 / temperature, as: "cooled")
    let softmax = try lowering.add(Softmax(axis: 2), cooled, as: "softmax")
    lowering.current = try lowering.add(Reshape(target: [0, count, 1, 1]), softmax, as: "map")
    return lowering.current
  }
}
