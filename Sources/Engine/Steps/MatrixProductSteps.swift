import Graph
import Kernels

/// Stacks of matrix products, row by row.
enum MatrixProductSteps {
  static func build(
    _: MatrixProduct, _ planner: inout Planner, _ context: NodeContext
  ) throws(EngineError) {
    let node = context.node
    let a = try planner.planar(node[.data(0)])
    let b = try planner.planar(node[.data(1)])
    let output = planner.allocate(context.output, interleaved: false)
    let shape = output.type.shape.dimensions
    let (rows, columns) = (shape[shape.count - 2], shape[shape.count - 1])
    let inner = a.type.shape[a.type.shape.rank - 1]
    let stacks = Array(shape.dropLast(2))
    let aStrides = StridedIndex.broadcast(a, leading: stacks)
    let bStrides = StridedIndex.broadcast(b, leading: stacks)
    let stackCount = stacks.reduce(1, *)
    var step = Step(name: node.name, units: stackCount) { memory, range in
      for stack in range {
        let x = memory.read(a, as: Float.self) + StridedIndex.offset(stack, stacks, aStrides)
        let w = memory.read(b, as: Float.self) + StridedIndex.offset(stack, stacks, bStrides)
        let y = memory.write(output, as: Float.self) + stack * rows * columns
        for row in 0..<rows {
          if columns == 1 {
            y[row] = dk_dot_f32(x + row * inner, w, inner)
            continue
          }
          let out = y + row * columns
          out.update(repeating: 0, count: columns)
          for k in 0..<inner {
            dk_scaled_add_f32(x[row * inner + k], w + k * columns, out, columns)
          }
        }
      }
    }
    step.multiplyAdds = planner.graph.multiplyAdds(of: node)
    planner.append(step, reading: [a, b], writing: [output])
  }
}
