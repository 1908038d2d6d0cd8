import Graph
import Kernels

/// Element-wise operations of two operands that broadcast, in whichever layout the operands have.
enum BinarySteps {
  static func build(
    _ binary: Binary, _ planner: inout Planner, _ context: NodeContext
  ) throws(EngineError) {
    let node = context.node
    let operands = try operands(node[.data(0)], node[.data(1)], context, &planner)
    let (a, b, output, loop) = (operands.a, operands.b, operands.output, operands.loop)
    let (aStep, bStep) = (loop.steps[0], loop.steps[1])
    let step: Step
    switch output.type.element {
    case .float32:
      let function = binary.function.kernel
      step = loop.step(name: node.name) { memory, offsets, count in
        dk_binary_f32(
          function, memory.read(a) + offsets[0], aStep, memory.read(b) + offsets[1], bStep,
          memory.write(output) + offsets[2], count)
      }
    case .int32 where binary.function == .add:
      // The bias of an integer convolution.
      step = loop.step(name: node.name) { memory, offsets, count in
        let x = memory.read(a, as: Int32.self) + offsets[0]
        let y = memory.read(b, as: Int32.self) + offsets[1]
        let sum = memory.write(output, as: Int32.self) + offsets[2]
        for i in 0..<count { sum[i] = x[i * aStep] &+ y[i * bStep] }
      }
    default:
      throw .unsupported(
        node: node.name,
        reason: "\(binary.function.rawValue) of \(output.type.element) has no kernel")
    }
    planner.append(step, reading: [a, b], writing: [output])
  }

  /// Operands, a place for the result, and how to go through all three.
  struct Operands {
    var a: Location
    var b: Location
    var output: Location
    var loop: StridedLoop
  }

  /// Operands in the layout that either has, interleaved before planes.
  static func operands(
    _ first: ValueID, _ second: ValueID, _ context: NodeContext, _ planner: inout Planner
  ) throws(EngineError) -> Operands {
    let shape = planner.graph[context.output].type.shape.dimensions
    var interleaved = false
    for value in [first, second] where shape.count == 4 {
      if try planner.location(of: value).isInterleaved { interleaved = true }
    }
    let a = try operand(first, interleaved: interleaved, &planner)
    let b = try operand(second, interleaved: interleaved, &planner)
    let output = planner.allocate(context.output, interleaved: interleaved)
    // The axes from the outermost to the innermost in memory.
    let order = interleaved ? [0, 2, 3, 1] : Array(shape.indices)
    let strides = [
      StridedIndex.broadcast(a, to: shape), StridedIndex.broadcast(b, to: shape), output.strides,
    ]
    let loop = StridedLoop(
      order.map { shape[$0] }, strides: strides.map { strides in order.map { strides[$0] } })
    return Operands(a: a, b: b, output: output, loop: loop)
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
