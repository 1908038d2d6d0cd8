/// Builds a graph again from another, node by node: what passes are written with.
///
/// The name, inputs, contract and batch of the source are there from the start. A pass goes through
/// the source's nodes in order and copies each one or puts others in its place. Constants follow
/// when they are first read, so those that nothing reads stay behind, and so do the layer outputs
/// that nothing computes any more.
public struct GraphRewriter {
  /// The graph being read.
  public let source: Graph
  private var result: Graph
  private var known: [ValueID?]
  private var stateInputs: [ValueID] = []

  /// Starts with the inputs of `source` and no nodes.
  public init(_ source: Graph) {
    self.source = source
    result = Graph(name: source.name)
    result.isBatchDynamic = source.isBatchDynamic
    result.isSizeOpen = source.isSizeOpen
    result.contract = source.contract
    result.requantization = source.requantization
    known = Array(repeating: nil, count: source.values.count)
    for input in source.inputs {
      known[input.index] = result.addInput(source[input].name, source[input].type)
    }
    for state in source.states {
      let input = result.addStateInput(of: state.name, source[state.input].type)
      stateInputs.append(input)
      known[state.input.index] = input
    }
  }

  /// What stands for a value of the source in the new graph.
  ///
  /// - Throws: `GraphError.valueNotComputed` when neither a copied node nor `replace` provided it.
  public mutating func value(_ old: ValueID, readBy node: String) throws(GraphError) -> ValueID {
    if let new = known[old.index] { return new }
    let value = source[old]
    guard let constant = value.constant else {
      throw .valueNotComputed(node: node, value: value.name)
    }
    let new = result.addConstant(value.name, constant, origin: value.origin)
    known[old.index] = new
    return new
  }

  /// Puts a node of the source into the new graph, if need be with another operation and operands.
  ///
  /// - Parameters:
  ///   - inputs: operands in the new graph; nil for those of the node.
  ///   - outputNames: what the results are called; nil for the names they have in the source.
  public mutating func copy(
    _ node: Node, operation: (any Operation)? = nil, inputs: [ValueID]? = nil,
    outputNames: [String]? = nil
  ) throws(GraphError) {
    var operands = inputs ?? []
    if inputs == nil {
      for input in node.inputs { operands.append(try value(input, readBy: node.name)) }
    }
    let outputs = try result.addNode(
      node.name, operation ?? node.operation, operands,
      outputNames: outputNames ?? node.outputs.map { source[$0].name }, origin: node.origin)
    for (old, new) in zip(node.outputs, outputs) { known[old.index] = new }
  }

  /// Adds a node with one result that the source does not have; its name avoids all of the source's.
  public mutating func add(
    _ operation: any Operation, _ inputs: [ValueID], name: String, origin: Origin?
  ) throws(GraphError) -> ValueID {
    try result.add(operation, inputs, name: unused(name), origin: origin)
  }

  /// Adds a constant that the source does not have; its name avoids all of the source's.
  public mutating func addConstant(_ name: String, _ tensor: Tensor) -> ValueID {
    result.addConstant(unused(name), tensor)
  }

  /// Lets a value of the new graph stand for one of the source.
  public mutating func replace(_ old: ValueID, by new: ValueID) { known[old.index] = new }

  /// The new graph, with the source's outputs and layer outputs.
  ///
  /// - Throws: `GraphError.valueNotComputed` when an output has nothing that stands for it.
  public consuming func finish() throws(GraphError) -> Graph {
    for output in source.outputs {
      result.outputs.append(try value(output, readBy: "(output)"))
    }
    for (state, input) in zip(source.states, stateInputs) {
      let output = try value(state.output, readBy: "(state)")
      result.states.append(State(name: state.name, input: input, output: output))
    }
    result.layerOutputs = source.layerOutputs.compactMapValues { known[$0.index] }
    result.layerFactors = source.layerFactors.filter { result.layerOutputs[$0.key] != nil }
    return result
  }

  private func unused(_ name: String) -> String {
    guard source.hasValue(named: name) else { return name }
    var number = 2
    while source.hasValue(named: "\(name)_\(number)") { number += 1 }
    return "\(name)_\(number)"
  }
}
