import Graph

extension RouteSection: LoweredSection {
  func lower(_ layer: Layer, into lowering: inout Lowering) throws(LoweringError) -> ValueID {
    var parts: [ValueID] = []
    for index in layers {
      let source = lowering.output(of: index)
      guard groups > 1 else {
        parts.append(source)
        continue
      }
      // Each source is cut into equal blocks and one block of each is taken.
      let channels = lowering.shape(source)[1]
      let sizes = Array(repeating: channels / groups, count: groups)
      parts.append(try lowering.split(source, axis: 1, sizes, as: "split")[groupID])
    }
    lowering.current =
      parts.count == 1
      ? parts[0] : try lowering.add(Concatenation(axis: 1), all: parts, as: "concat")[0]
    return lowering.current
  }
}
