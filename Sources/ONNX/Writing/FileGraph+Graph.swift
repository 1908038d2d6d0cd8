import Graph

extension FileGraph {
  /// The names that graph outputs have in a file, in order.
  ///
  /// A file's outputs are distinct and computed by nodes, which those of a graph need not be: what
  /// is an input, a constant or an output already gets a name of its own.
  struct Output {
    let name: String
    let value: ValueID
  }

  /// Translates all of a graph: what is given must hold no unused nodes and no activation that the
  /// operator set lacks.
  static func translate(
    _ graph: Graph, opset: Int, precision: FloatPrecision
  ) throws(ONNXError) -> (file: FileGraph, outputs: [Output]) {
    let taken = Set(graph.values.map(\.name)).union(graph.nodes.map(\.name))
    var file = FileGraph(opset: opset, precision: precision, names: taken)
    let region = precision == .float16 ? Float32Region(graph) : Float32Region()
    for (index, value) in graph.values.enumerated() {
      guard let constant = value.constant else { continue }
      file.with(region.constants.contains(index) ? .float32 : precision) {
        $0.addConstant(value.name, constant)
      }
    }
    var names = graph.values.map(\.name)
    let isHalf = { (id: ValueID) in
      precision == .float16 && graph[id].type.element == .float32 && !region.values.contains(id)
        && !region.constants.contains(id.index)
    }
    for input in graph.allInputs where isHalf(input) {
      let inner = file.unused("\(names[input.index])_float16")
      file.addCast(from: names[input.index], to: inner, .float16)
      names[input.index] = inner
    }
    let computed = Set(graph.nodes.flatMap(\.outputs))
    var outputs: [Output] = []
    var outer: [(inner: String, output: Output)] = []
    var given: Set<ValueID> = []
    let stateNames = graph.states.map { State.outputName(of: $0.name) }
    for (position, id) in graph.allOutputs.enumerated() {
      var isFirst = computed.contains(id) && given.insert(id).inserted
      var name = graph[id].name
      if position >= graph.outputs.count {
        // What others read is called as the layer, and the state after it.
        let stateName = stateNames[position - graph.outputs.count]
        if name != stateName { (isFirst, name) = (false, file.unused(stateName)) }
      } else if !isFirst {
        name = file.unused("\(name)_output")
      }
      if isFirst, isHalf(id) { names[id.index] = file.unused("\(name)_float16") }
      outputs.append(Output(name: name, value: id))
      if !isFirst || isHalf(id) { outer.append((names[id.index], Output(name: name, value: id))) }
    }
    var widened = names
    var isWidened: Set<ValueID> = []
    for (index, node) in graph.nodes.enumerated() {
      guard region.nodes.contains(index) else {
        try file.translate(node, in: graph, names: names)
        continue
      }
      for input in node.inputs where isHalf(input) && isWidened.insert(input).inserted {
        let name = file.unused("\(names[input.index])_float32")
        file.addCast(from: names[input.index], to: name, .float)
        widened[input.index] = name
      }
      try file.with(.float32) { (file) throws(ONNXError) in
        try file.translate(node, in: graph, names: widened)
      }
    }
    for (inner, output) in outer {
      if isHalf(output.value) {
        file.addCast(from: inner, to: output.name, .float)
      } else {
        file.addIdentity(from: inner, to: output.name)
      }
    }
    return (file, outputs)
  }

  private mutating func translate(
    _ node: Node, in graph: Graph, names: [String]
  ) throws(ONNXError) {
    guard let writer = OperatorTable.writer(for: node.operation) else {
      throw .unsupportedOperation(
        node: node.name, operation: type(of: node.operation).name)
    }
    guard precision == .float32 || !writer.needsFloat32 else {
      throw .needsFloat32(node: node.name, operation: type(of: node.operation).name)
    }
    let view = NodeToWrite(
      name: node.name, origin: node.origin,
      inputs: node.inputs.map { names[$0.index] }, outputs: node.outputs.map { names[$0.index] },
      operandTypes: node.inputs.map { graph[$0].type },
      resultTypes: node.outputs.map { graph[$0].type })
    try writer.write(node.operation, view, to: &self)
  }

  /// Adds a `Cast` node that no operation of the graph stands for.
  mutating func addCast(
    from input: String, to output: String, _ type: Onnx_TensorProto.DataType
  ) {
    let node = NodeToWrite(renaming: input, to: output, name: unused("\(output)_cast"))
    add("Cast", node, attributes: [.integer("to", type.rawValue)])
  }

  private mutating func addIdentity(from input: String, to output: String) {
    add("Identity", NodeToWrite(renaming: input, to: output, name: unused("\(output)_copy")))
  }
}

extension NodeToWrite {
  /// A node of no operation of the graph, which only gives a value another name or precision.
  fileprivate init(renaming input: String, to output: String, name: String) {
    self.init(
      name: name, origin: nil, inputs: [input], outputs: [output], operandTypes: [],
      resultTypes: [])
  }
}
