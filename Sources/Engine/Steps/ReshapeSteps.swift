import Graph

/// Reshapes: planes under another shape are the same memory.
enum ReshapeSteps {
  static func build(_ planner: inout Planner, _ context: NodeContext) throws(EngineError) {
    var location = try planner.planar(context.node.inputs[0])
    location.type = planner.graph[context.output].type
    planner.alias(context.output, to: location)
  }
}
