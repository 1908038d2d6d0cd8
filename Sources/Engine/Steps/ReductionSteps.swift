import Graph

/// Sums and maxima along one axis of planes.
enum ReductionSteps {
  static func build(
    _ reduction: Reduction, _ planner: inout Planner, _ context: NodeContext
  ) throws(EngineError) {
    let input = try planner.planar(context.node[.x])
    let output = planner.allocate(context.output, interleaved: false)
    let run = AxisRun(input.type.shape, axis: reduction.axis)
    let function = reduction.function
    let step = Step(name: context.node.name, units: run.outer) { memory, range in
      for index in range {
        let x = memory.read(input, as: Float.self) + index * run.extent * run.inner
        let y = memory.write(output, as: Float.self) + index * run.inner
        for i in 0..<run.inner {
          var result = x[i]
          for k in 1..<max(run.extent, 1) {
            let next = x[k * run.inner + i]
            result = function == .sum ? result + next : max(result, next)
          }
          y[i] = result
        }
      }
    }
    planner.append(step, reading: [input], writing: [output])
  }
}

/// A tensor seen as outer x extent x inner around one axis.
struct AxisRun: Sendable {
  let outer: Int
  let extent: Int
  let inner: Int

  init(_ shape: Shape, axis: Int) {
    let axis = axis < 0 ? axis + shape.rank : axis
    outer = shape.dimensions[..<axis].reduce(1, *)
    extent = shape[axis]
    inner = shape.dimensions[(axis + 1)...].reduce(1, *)
  }
}
