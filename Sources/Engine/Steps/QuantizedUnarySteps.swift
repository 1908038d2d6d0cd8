import Graph
import Kernels

/// Element-wise functions of bytes by table.
enum QuantizedUnarySteps {
  static func build(_ planner: inout Planner, _ context: NodeContext) throws(EngineError) {
    let node = context.node
    guard let unary = node.operation as? QuantizedUnary else { return }
    let table = ByteTable(
      unary.function.kernel,
      from: try planner.quantization(scale: node.inputs[1], zeroPoint: node.inputs[2], of: node),
      to: try planner.quantization(scale: node.inputs[3], zeroPoint: node.inputs[4], of: node))
    let input = try planner.location(of: node.inputs[0])
    let output = planner.allocate(context.output, interleaved: input.isInterleaved)
    planner.append(
      table.step(name: node.name, from: input, to: output), reading: [input], writing: [output])
  }
}
