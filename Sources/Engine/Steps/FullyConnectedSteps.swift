import Graph
import Kernels

/// Matrix-vector products: a row of weights for each output.
enum FullyConnectedSteps {
  static func build(
    _: FullyConnected, _ planner: inout Planner, _ context: NodeContext
  ) throws(EngineError) {
    let node = context.node
    let input = try planner.planar(node[.x])
    let weights = try planner.location(of: node[.filters])
    let bias = try node.operand(.bias).map { (bias) throws(EngineError) in
      try planner.location(of: bias)
    }
    let output = planner.allocate(context.output, interleaved: false)
    let (rows, inner, outer) = (
      input.type.shape[0], input.type.shape[1], output.type.shape[1]
    )
    var step = Step(name: node.name, units: outer) { memory, outputs in
      let x: UnsafePointer<Float> = memory.read(input)
      let w: UnsafePointer<Float> = memory.read(weights)
      let b: UnsafePointer<Float>? = bias.map { memory.read($0) }
      let y: UnsafeMutablePointer<Float> = memory.write(output)
      for row in 0..<rows {
        for o in outputs {
          y[row * outer + o] = dk_dot_f32(x + row * inner, w + o * inner, inner) + (b?[o] ?? 0)
        }
      }
    }
    step.multiplyAdds = planner.graph.multiplyAdds(of: node)
    planner.append(
      step, reading: [input, weights] + (bias.map { [$0] } ?? []), writing: [output])
  }
}
