import Graph

extension GraphBuilder {
  /// The operands of a quantized operator, a constant 0 for each zero point that is absent.
  ///
  /// - Parameters:
  ///   - count: operands with all zero points.
  ///   - zeroPoints: the positions of zero points, and of the tensors whose type they share.
  mutating func operands(
    of node: NodeToRead, count: Int, zeroPoints: [Int: Int]
  ) throws(ONNXError) -> [ValueID] {
    guard !node.inputs.indices.contains(where: { $0 >= count && node.hasInput($0) }) else {
      throw node.operandProblem("has \(node.inputs.count) operands; expected at most \(count)")
    }
    var operands: [ValueID] = []
    for index in 0..<count {
      if let tensor = zeroPoints[index], !node.hasInput(index) {
        let element = type(try operand(tensor, of: node)).element
        operands.append(addZero(element, for: index, of: node))
      } else {
        operands.append(try operand(index, of: node))
      }
    }
    return operands
  }

  /// Adds the zero point that ONNX assumes where a node has none.
  mutating func addZero(
    _ element: ElementType, for index: Int, of node: NodeToRead
  ) -> ValueID {
    let zeros = TensorBuffer(byteCount: element.byteCount) { bytes in
      for offset in bytes.indices { bytes[offset] = 0 }
    }
    let tensor = Tensor(type: TensorType(element, .scalar), buffer: zeros)
    return graph.addConstant("\(node.name)_zero_point\(index)", tensor, origin: node.origin)
  }
}
