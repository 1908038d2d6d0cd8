import Graph

/// Element-wise functions of bytes by table.
enum QuantizedUnarySteps {
  static func build(
    _: some Operation, _ planner: inout Planner, _ context: NodeContext
  ) throws(EngineError) {
    let node = context.node
    let table = try planner.table(of: node)
    let input = try planner.location(of: node[.x])
    let output = planner.allocate(context.output, interleaved: input.isInterleaved)
    planner.append(
      table.step(name: node.name, from: input, to: output), reading: [input], writing: [output])
  }
}
