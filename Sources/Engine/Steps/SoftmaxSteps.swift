import Graph
import Kernels

/// Softmax along one axis of planes.
enum SoftmaxSteps {
  static func build(
    _ softmax: Softmax, _ planner: inout Planner, _ context: NodeContext
  ) throws(EngineError) {
    let input = try planner.planar(context.node[.x])
    let output = planner.allocate(context.output, interleaved: false)
    let run = AxisRun(input.type.shape, axis: softmax.axis)
    let step = Step(name: context.node.name, units: run.outer) { memory, range in
      for index in range {
        let offset = index * run.extent * run.inner
        dk_softmax_f32(
          memory.read(input) + offset, memory.write(output) + offset, run.extent, run.inner)
      }
    }
    planner.append(step, reading: [input], writing: [output])
  }
}
