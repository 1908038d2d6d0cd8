import Graph
import Kernels

/// Matrix-vector products: a row of weights for each output.
enum FullyConnectedSteps {
  static func build(_ planner: inout Planner, _ context: NodeContext) throws(EngineError) {
    let node = context.node
    let input = try planner.planar(node.inputs[0])
    let weights = try planner.location(of: node.inputs[1])
    let bias = node.inputs.count == 3 ? try planner.location(of: node.inputs[2]) : nil
    let output = planner.allocate(context.output, interleaved: false)
    let (rows, inner, outer) = (
      input.type.shape[0], input.type.shape[1], output.type.shape[1]
    )
    let step = Step(name: node.name, units: outer) { memory, outputs in
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
    planner.append(
      step, reading: [input, weights] + (bias.map { [$0] } ?? []), writing: [output])
  }
}
