import Graph
import Kernels

/// Element-wise operations of two operands that broadcast, in whichever layout the operands have.
enum BinarySteps {
  static func build(_ planner: inout Planner, _ context: NodeContext) throws(EngineError) {
    guard let binary = context.node.operation as? Binary else { return }
    let node = context.node
    var layout = false
    for input in node.inputs {
      if case .interleaved = try planner.location(of: input).layout { layout = true }
    }
    layout = layout && planner.graph[context.output].type.shape.rank == 4
    let a = try operand(node.inputs[0], interleaved: layout, &planner)
    let b = try operand(node.inputs[1], interleaved: layout, &planner)
    let output = planner.allocate(context.output, interleaved: layout)
    // The axes from the outermost to the innermost in memory.
    let order = layout ? [0, 2, 3, 1] : Array(output.type.shape.dimensions.indices)
    let shape = output.type.shape.dimensions
    let operands = [
      StridedIndex.broadcast(a, to: shape), StridedIndex.broadcast(b, to: shape), output.strides,
    ]
    let loop = StridedLoop(
      order.map { shape[$0] }, strides: operands.map { strides in order.map { strides[$0] } })
    let function = binary.function.kernel
    let (aStep, bStep) = (loop.steps[0], loop.steps[1])
    let step = loop.step(name: node.name) { memory, offsets, count in
      dk_binary_f32(
        function, memory.read(a) + offsets[0], aStep, memory.read(b) + offsets[1], bStep,
        memory.write(output) + offsets[2], count)
    }
    planner.append(step, reading: [a, b], writing: [output])
  }

  /// An operand whose elements along the innermost axis are neighbours or all the same.
  private static func operand(
    _ value: ValueID, interleaved: Bool, _ planner: inout Planner
  ) throws(EngineError) -> Location {
    guard interleaved else { return try planner.planar(value) }
    let location = try planner.location(of: value)
    guard location.type.shape.rank == 4 else {
      // Fewer axes: only scalars and columns per channel broadcast along C without gaps.
      return location
    }
    return try planner.interleaved(value)
  }
}
