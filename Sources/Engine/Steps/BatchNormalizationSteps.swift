import Graph
import Kernels

/// Batch normalization that could not be folded: a factor and an offset for each channel.
enum BatchNormalizationSteps {
  static func build(
    _ normalization: BatchNormalization, _ planner: inout Planner, _ context: NodeContext
  ) throws(EngineError) {
    let node = context.node
    let scale: [Float] = try planner.constant(node[.factor], of: node).elements()
    let bias: [Float] = try planner.constant(node[.bias], of: node).elements()
    let mean: [Float] = try planner.constant(node[.mean], of: node).elements()
    let variance: [Float] = try planner.constant(node[.variance], of: node).elements()
    let factors = scale.indices.map { channel in
      Double(scale[channel])
        / (Double(variance[channel]) + Double(normalization.epsilon)).squareRoot()
    }
    let factor = factors.map { Float($0) }
    let offset = factors.indices.map { channel in
      Float(Double(bias[channel]) - Double(mean[channel]) * factors[channel])
    }
    let input = try planner.planar(node[.x])
    let output = planner.allocate(context.output, interleaved: false)
    let shape = input.type.shape
    let channels = shape[1]
    let inner = shape.count / max(shape[0] * channels, 1)
    let step = Step(name: node.name, units: shape[0] * channels) { memory, planes in
      for plane in planes {
        let (f, o) = (factor[plane % channels], offset[plane % channels])
        let x = memory.read(input, as: Float.self) + plane * inner
        let y = memory.write(output, as: Float.self) + plane * inner
        for i in 0..<inner { y[i] = x[i] * f + o }
      }
    }
    planner.append(step, reading: [input], writing: [output])
  }
}
