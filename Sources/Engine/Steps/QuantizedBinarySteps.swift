import Graph
import Kernels

/// Sums and products of bytes that broadcast.
enum QuantizedBinarySteps {
  static func build(_ planner: inout Planner, _ context: NodeContext) throws(EngineError) {
    let node = context.node
    guard let binary = node.operation as? QuantizedBinary else { return }
    let operands = try BinarySteps.operands(node.inputs[0], node.inputs[3], context, &planner)
    let aQuantization = try planner.quantization(
      scale: node.inputs[1], zeroPoint: node.inputs[2], of: node)
    let bQuantization = try planner.quantization(
      scale: node.inputs[4], zeroPoint: node.inputs[5], of: node)
    let quantization = try planner.quantization(
      scale: node.inputs[6], zeroPoint: node.inputs[7], of: node)
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
