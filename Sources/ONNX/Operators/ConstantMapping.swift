import Graph

/// `Constant`: a tensor that is part of a node.
enum ConstantMapping: OperatorReading {
  static let operators: [OperatorName] = ["Constant"]

  static func read(
    _ node: inout NodeToRead, into graph: inout GraphBuilder
  ) throws(ONNXError) {
    guard let attribute = node.takeFirst() else {
      throw node.problem("value", "is absent, which it must not be")
    }
    let name = node.outputs.first ?? ""
    let tensor: Tensor
    switch attribute.name {
    case "value": tensor = try StoredTensor(proto: attribute.t, named: name).tensor()
    case "value_float": tensor = Tensor(scalar: attribute.f)
    case "value_int": tensor = Tensor(scalar: attribute.i)
    case "value_floats": tensor = try list(attribute.floats, of: node)
    case "value_ints": tensor = try list(attribute.ints, of: node)
    default: throw node.problem(attribute.name, "holds a constant of a type that is not known")
    }
    try graph.addConstant(tensor, for: node)
  }

  private static func list<Element: TensorElement>(
    _ elements: [Element], of node: NodeToRead
  ) throws(ONNXError) -> Tensor {
    do throws(OperationError) { return Tensor(elements, shape: try Shape([elements.count])) } catch
    {
      throw .shape(value: node.name, problem: error.description)
    }
  }
}
