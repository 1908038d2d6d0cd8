import Graph
import Kernels

/// Sums and products of bytes that broadcast.
enum QuantizedBinarySteps {
  static func build(
    _ binary: QuantizedBinary, _ planner: inout Planner, _ context: NodeContext
  ) throws(EngineError) {
    let node = context.node
    let operands = try BinarySteps.operands(node[.data(0)], node[.data(1)], context, &planner)
    let aQuantization = try planner.quantization(of: .data(0), node)
    let bQuantization = try planner.quantization(of: .data(1), node)
    let quantization = try planner.quantization(of: .y, node)
    let (a, b, output, loop) = (operands.a, operands.b, operands.output, operands.loop)
    let (aStep, bStep) = (loop.steps[0], loop.steps[1])
    guard aStep <= 1, bStep <= 1 else {
      throw .unsupported(node: node.name, reason: "operands of these shapes have no kernel")
    }
    let kernel = binary.function == .add ? dk_add_u8 : dk_multiply_u8
    let step = loop.step(name: node.name) { memory, offsets, count in
      kernel(
        memory.read(a) + offsets[0], aStep, aQuantization, memory.read(b) + offsets[1], bStep,
        bQuantization, memory.write(output) + offsets[2], quantization, count)
    }
    planner.append(step, reading: [a, b], writing: [output])
  }
}
