import Graph

/// The graph in the making while a file is read; operator files add to it.
struct GraphBuilder {
  /// What has been read so far.
  var graph: Graph
  /// The values that nodes can read, by their name in the file.
  private var values: [String: ValueID] = [:]
  /// The constants, which join the graph when a node reads them as a value.
  private var tensors: [String: Tensor] = [:]
  /// The constants that follow from shapes, see `StaticValues`.
  private var statics: Set<String> = []
  /// The 8-bit values behind indices, by the name of the indices, which only table lookups read.
  private var castBytes: [String: ValueID] = [:]
  /// Which node computes a value, to tell those that come too late from those that never come.
  private let producers: [String: String]
  /// Names for values that a file calls otherwise within.
  private let names: [String: String]

  /// Starts empty.
  ///
  /// - Parameters:
  ///   - producers: the node for each value that one computes.
  ///   - names: the name in the graph of values that have another one in the file.
  init(name: String, producers: [String: String], names: [String: String]) {
    graph = Graph(name: name)
    self.producers = producers
    self.names = names
  }

  // MARK: What is there

  /// The value with a name in the file, if it is an input, computed already, or a constant.
  mutating func value(_ name: String, origin: Origin? = nil) -> ValueID? {
    if let value = values[name] { return value }
    guard let tensor = tensors[name] else { return nil }
    let value = graph.addConstant(name, tensor, origin: origin)
    values[name] = value
    return value
  }

  /// The element type and shape of a value.
  func type(_ value: ValueID) -> TensorType { graph[value].type }

  /// A constant by its name in the file.
  func constant(_ name: String) -> Tensor? { tensors[name] }

  /// Whether a constant follows from shapes.
  func isStatic(_ name: String) -> Bool { statics.contains(name) }

  /// The shape of a value or constant.
  func shape(of name: String) -> Shape? {
    values[name].map { graph[$0].type.shape } ?? tensors[name]?.shape
  }

  /// Adds the only result of a node that follows from shapes.
  mutating func addStatic(_ tensor: Tensor, for node: NodeToRead) throws(ONNXError) {
    guard let name = node.outputs.first else { return }
    try addConstant(name, tensor)
    statics.insert(name)
  }

  mutating func addInput(_ name: String, _ type: TensorType) throws(ONNXError) {
    try checkNew(name)
    values[name] = graph.addInput(name, type)
  }

  mutating func addConstant(_ name: String, _ tensor: Tensor) throws(ONNXError) {
    try checkNew(name)
    tensors[name] = tensor
  }

  private func checkNew(_ name: String) throws(ONNXError) {
    guard values[name] == nil, tensors[name] == nil, castBytes[name] == nil else {
      throw .duplicateValue(name: name)
    }
  }

  // MARK: What a node reads

  /// An operand.
  mutating func operand(_ index: Int, of node: NodeToRead) throws(ONNXError) -> ValueID {
    guard node.hasInput(index) else {
      throw node.operandProblem("lacks its operand \(index)")
    }
    let name = node.inputs[index]
    guard let value = value(name, origin: node.origin) else { throw missing(name, node) }
    // Tensors without elements are of no use, and their extents would have no bound.
    guard type(value).shape.count > 0 else {
      throw node.operandProblem("reads \(name), a tensor without elements")
    }
    return value
  }

  /// All operands; absent ones at the end do not count.
  mutating func operands(
    of node: NodeToRead, count: ClosedRange<Int>
  ) throws(ONNXError) -> [ValueID] {
    let given = (node.inputs.lastIndex { !$0.isEmpty } ?? -1) + 1
    guard count.contains(given) else {
      let expected = count.upperBound == Int.max ? "\(count.lowerBound) or more" : "\(count)"
      throw node.operandProblem("has \(given) operands; expected \(expected)")
    }
    var operands: [ValueID] = []
    for index in 0..<given { operands.append(try operand(index, of: node)) }
    return operands
  }

  /// An operand that must be a constant.
  func tensor(_ index: Int, of node: NodeToRead) throws(ONNXError) -> Tensor {
    guard node.hasInput(index) else {
      throw node.operandProblem("lacks its operand \(index)")
    }
    let name = node.inputs[index]
    if let tensor = tensors[name] { return tensor }
    guard values[name] == nil else {
      throw node.operandProblem("takes \(name) from a computation; it must be a constant here")
    }
    throw missing(name, node)
  }

  /// The element type of an operand.
  func elementType(_ index: Int, of node: NodeToRead) throws(ONNXError) -> ElementType {
    if node.hasInput(index), let value = values[node.inputs[index]] {
      return graph[value].type.element
    }
    return try tensor(index, of: node).type.element
  }

  /// Whole numbers from an operand that must be a constant.
  func integers(_ index: Int, of node: NodeToRead) throws(ONNXError) -> [Int] {
    let tensor = try tensor(index, of: node)
    switch tensor.type.element {
    case .int64: return tensor.elements(Int64.self).map { Int($0) }
    case .int32: return tensor.elements(Int32.self).map { Int($0) }
    default: throw node.operandProblem("takes whole numbers as operand \(index)")
    }
  }

  /// Numbers from an operand that must be a constant.
  func numbers(_ index: Int, of node: NodeToRead) throws(ONNXError) -> [Float] {
    let tensor = try tensor(index, of: node)
    guard tensor.type.element == .float32 else {
      throw node.operandProblem("takes numbers as operand \(index)")
    }
    return tensor.elements()
  }

  /// One number from an operand that must be a constant.
  func number(_ index: Int, of node: NodeToRead) throws(ONNXError) -> Float {
    let numbers = try numbers(index, of: node)
    guard numbers.count == 1 else {
      throw node.operandProblem("takes one number as operand \(index), not \(numbers.count)")
    }
    return numbers[0]
  }

  /// Whole numbers that newer operator sets have as an operand and older ones as an attribute; nil
  /// when there are neither.
  func parameter(
    _ index: Int, _ attribute: String, of node: inout NodeToRead
  ) throws(ONNXError) -> [Int]? {
    node.hasInput(index) ? try integers(index, of: node) : try node.integers(attribute)
  }

  /// The 8-bit value that an operand was cast from; nil for other operands.
  func castBytes(_ index: Int, of node: NodeToRead) -> ValueID? {
    node.hasInput(index) ? castBytes[node.inputs[index]] : nil
  }

  private func missing(_ name: String, _ node: NodeToRead) -> ONNXError {
    if castBytes[name] != nil {
      return node.operandProblem(
        "takes \(name), 8-bit numbers cast to indices, which only a table lookup (Gather) can")
    }
    if let producer = producers[name] {
      return .notSorted(node: node.name, value: name, producer: producer)
    }
    return .danglingInput(node: node.name, operator: node.type, value: name)
  }

  // MARK: What a node adds

  /// Adds the operation that a node stands for and gives its results the node's names.
  mutating func add(
    _ operation: some Operation, _ operands: [ValueID], for node: NodeToRead
  ) throws(ONNXError) {
    let outputNames = node.outputs.enumerated().map { index, name in
      name.isEmpty ? "\(node.name)_\(index)" : names[name] ?? name
    }
    for name in node.outputs where !name.isEmpty { try checkNew(name) }
    let results = try append(operation, operands, name: node.name, outputNames, node)
    for (name, result) in zip(node.outputs, results) where !name.isEmpty { values[name] = result }
  }

  /// Adds an operation with one result that is only a part of what a node does.
  mutating func addPart(
    _ operation: some Operation, _ operands: [ValueID], _ label: String, of node: NodeToRead
  ) throws(ONNXError) -> ValueID {
    let name = "\(node.name)_\(label)"
    return try append(operation, operands, name: name, [name], node)[0]
  }

  private mutating func append(
    _ operation: some Operation, _ operands: [ValueID], name: String, _ outputNames: [String],
    _ node: NodeToRead
  ) throws(ONNXError) -> [ValueID] {
    do throws(OperationError) {
      let types = try operation.outputTypes(for: operands.map { graph[$0].type })
      guard outputNames.count == types.count else {
        throw OperationError("has \(outputNames.count) results where \(types.count) are computed")
      }
      for type in types where type.shape.count == 0 {
        throw OperationError("computes a tensor without elements, of shape \(type.shape)")
      }
    } catch {
      throw node.operandProblem(error.description)
    }
    do throws(GraphError) {
      return try graph.addNode(
        name, operation, operands, outputNames: outputNames, origin: node.origin)
    } catch {
      throw .graph(error)
    }
  }

  /// Gives a node's first operand the name that it has in the file, where it was given that of the
  /// node's result: the node turned out to compute something.
  mutating func keepName(of node: NodeToRead) {
    guard let inner = node.inputs.first, let outer = node.outputs.first, names[inner] == outer,
      let value = values[inner]
    else { return }
    graph.rename(value, to: inner)
  }

  /// Lets a node's first result be another name for its first operand.
  mutating func addAlias(for node: NodeToRead) throws(ONNXError) {
    guard let name = node.outputs.first, node.hasInput(0) else {
      throw node.operandProblem("lacks an operand or a result")
    }
    try checkNew(name)
    if let tensor = tensors[node.inputs[0]] {
      tensors[name] = tensor
    } else {
      values[name] = try operand(0, of: node)
    }
  }

  /// Lets a node's first result be indices made of its first operand, 8-bit numbers.
  mutating func addCastBytes(for node: NodeToRead) throws(ONNXError) {
    guard let name = node.outputs.first else { throw node.operandProblem("lacks a result") }
    try checkNew(name)
    castBytes[name] = try operand(0, of: node)
  }

  /// Adds the constant that a node holds.
  mutating func addConstant(_ tensor: Tensor, for node: NodeToRead) throws(ONNXError) {
    guard let name = node.outputs.first, node.outputs.count == 1 else {
      throw node.operandProblem("must have one result")
    }
    try addConstant(name, tensor)
  }
}
