import Graph

/// `Unary` and the element-wise operators of one operand.
///
/// Functions that ONNX lacks are composed before a graph is written and recognized after it is
/// read; see `ComposeActivations`.
enum UnaryMapping: OperatorWriting, OperatorReading {
  static let operators: [OperatorName] =
    plain.map { OperatorName($0.name) } + ["LeakyRelu", "Elu", "Selu", "Clip"]

  /// The functions without parameters.
  private static let plain: [(function: Unary.Function, name: String)] = [
    (.relu, "Relu"), (.sigmoid, "Sigmoid"), (.tanh, "Tanh"), (.softplus, "Softplus"),
    (.exponential, "Exp"), (.floor, "Floor"), (.mish, "Mish"),
  ]

  static func write(
    _ operation: Unary, _ node: NodeToWrite, to file: inout FileGraph
  ) throws(ONNXError) {
    switch operation.function {
    case .leakyRelu(let slope):
      file.add("LeakyRelu", node, attributes: [.number("alpha", slope)])
    case .elu(let alpha):
      file.add("Elu", node, attributes: [.number("alpha", alpha)])
    case .selu(let alpha, let gamma):
      file.add("Selu", node, attributes: [.number("alpha", alpha), .number("gamma", gamma)])
    case .clip(let lower, let upper):
      // Absent bounds are none.
      let min = lower == -.infinity ? "" : file.scalar("min", lower, of: node)
      let max = upper == .infinity ? [] : [file.scalar("max", upper, of: node)]
      file.add("Clip", node, inputs: node.inputs + (min.isEmpty && max.isEmpty ? [] : [min] + max))
    case let function:
      guard let (_, name) = plain.first(where: { $0.function == function }) else {
        throw .unsupportedOperation(node: node.name, operation: "\(Unary.name) \(function)")
      }
      file.add(OperatorName(name), node)
    }
  }

  static func read(
    _ node: inout NodeToRead, into graph: inout GraphBuilder
  ) throws(ONNXError) {
    let operand = try graph.operand(0, of: node)
    let function = try function(of: &node, graph)
    try graph.add(Unary(function), [operand], for: node)
  }

  /// The defaults are those of https://onnx.ai/onnx/operators/.
  private static func function(
    of node: inout NodeToRead, _ graph: GraphBuilder
  ) throws(ONNXError) -> Unary.Function {
    switch node.type {
    case "LeakyRelu": return .leakyRelu(slope: try node.number("alpha") ?? 0.01)
    case "Elu": return .elu(alpha: try node.number("alpha") ?? 1)
    case "Selu":
      return .selu(
        alpha: try node.number("alpha") ?? 1.6732632, gamma: try node.number("gamma") ?? 1.050701)
    case "Clip":
      let min = node.hasInput(1) ? try graph.number(1, of: node) : try node.number("min")
      let max = node.hasInput(2) ? try graph.number(2, of: node) : try node.number("max")
      return .clip(lower: min ?? -.infinity, upper: max ?? .infinity)
    default:
      guard let (function, _) = plain.first(where: { $0.name == node.type }) else {
        throw node.operandProblem("is not known")
      }
      return function
    }
  }
}
