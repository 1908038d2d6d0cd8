import Graph

extension Planner {
  /// Of maps of 16 bits there are no kernels, but for what makes them and what reads them.
  func checkWide(_ node: Node) throws(EngineError) {
    let takesWide =
      node.operation is Quantization || node.operation is Dequantization || node.operation is Cast
      || node.operation is Reshape || node.operation is Flatten
    guard !takesWide else { return }
    for value in node.inputs + node.outputs where graph[value].type.element.isWide {
      throw .unsupported(
        node: node.name,
        reason:
          "the engine computes \(type(of: node.operation).name) in 8 bits or in float, not of "
          + "\(graph[value].type.element); dequantize in front of it")
    }
  }
}
