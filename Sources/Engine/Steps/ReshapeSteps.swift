import Graph

/// Reshapes: planes under another shape are the same memory.
enum ReshapeSteps {
  static func build(
    _: some Operation, _ planner: inout Planner, _ context: NodeContext
  ) throws(EngineError) {
    var location = try planner.planar(context.node[.x])
    location.type = planner.graph[context.output].type
    planner.alias(context.output, to: location)
  }
}
