import Graph

/// What each node of a graph is for hardware.
struct NodeRoles {
  /// Where a node is computed.
  enum Role: Hashable {
    /// It makes 8-bit values of the model's input, or moves the input's real numbers before that.
    case input
    /// It takes and makes 8-bit values.
    case device
    /// It makes real numbers of 8-bit values, or only moves them.
    case host
  }

  /// The nodes' roles, in order.
  let roles: [Role]

  /// Finds the roles.
  ///
  /// - Throws: `HardwareError.notInteger` with all nodes that compute with real numbers.
  init(of graph: Graph) throws(HardwareError) {
    var roles: [Role] = []
    var real: [HardwareError.RealNode] = []
    var hostValues: Set<ValueID> = []
    // What the model is given, in any order of its axes.
    var given = Set(graph.inputs.filter { graph[$0].type.element == .float32 })
    for node in graph.nodes {
      let data = node.data
      let bytes = (data + node.outputs).allSatisfy { graph[$0].type.element.isByte }
      if node.operation is Quantization, data.allSatisfy(given.contains) {
        roles.append(.input)
      } else if node.operation is Transpose, data.allSatisfy(given.contains) {
        roles.append(.input)
        given.formUnion(node.outputs)
      } else if bytes {
        roles.append(.device)
      } else if node.operation is Dequantization
        ? data.allSatisfy({ graph[$0].type.element.isByte && graph[$0].constant == nil })
        : node.operation.elements.keepsScale && data.allSatisfy(hostValues.contains)
      {
        roles.append(.host)
        hostValues.formUnion(node.outputs)
      } else {
        real.append(.init(name: node.name, operation: type(of: node.operation).name))
        hostValues.formUnion(node.outputs)
      }
    }
    guard real.isEmpty else { throw .notInteger(real) }
    guard roles.contains(.device) else {
      throw .input("has no node that computes with 8-bit values; quantize it first")
    }
    self.roles = roles
  }

  /// The input of the model that a value holds, in whatever order of its axes.
  static func source(of value: ValueID, in graph: Graph) -> ValueID {
    let mover = graph.nodes.first { $0.operation is Transpose && $0.outputs.contains(value) }
    guard let mover else { return value }
    return source(of: mover[.x], in: graph)
  }
}

extension Tensor {
  /// Whole numbers of any width; empty for real ones.
  var integers: [Int] {
    switch type.element {
    case .uint8: elements(UInt8.self).map(Int.init)
    case .int8: elements(Int8.self).map(Int.init)
    case .uint16: elements(UInt16.self).map(Int.init)
    case .int16: elements(Int16.self).map(Int.init)
    case .int32: elements(Int32.self).map(Int.init)
    case .int64: elements(Int64.self).map(Int.init)
    case .float32: []
    }
  }
}
