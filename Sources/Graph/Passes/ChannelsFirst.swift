extension Graph {
  /// Whether the only input is an image with its channels last, [N, H, W, 3] or [N, H, W, 1].
  public var takesChannelsLast: Bool {
    guard let input = inputs.first, inputs.count == 1 else { return false }
    let shape = self[input].type.shape
    return shape.rank == 4 && [1, 3].contains(shape[3]) && ![1, 3].contains(shape[1])
  }

  /// Gives the network an input [N, C, H, W] in place of one with its channels last, and transposes
  /// it for what reads it.
  ///
  /// - Precondition: `takesChannelsLast`.
  /// - Throws: `GraphError` for shapes that cannot be held.
  public mutating func acceptChannelsFirst() throws(GraphError) {
    guard let old = inputs.first, takesChannelsLast else { return }
    let type = self[old].type
    let name = self[old].name
    let shape: Shape
    do throws(OperationError) {
      shape = try Shape([0, 3, 1, 2].map { type.shape[$0] })
    } catch { throw .operandsDoNotFit(node: name, reason: error) }
    rename(old, to: "\(name)_channels_last")
    let new = addInput(name, TensorType(type.element, shape))
    nodes.insert(
      Node(
        name: self[old].name, operation: Transpose(permutation: [0, 2, 3, 1]), inputs: [new],
        outputs: [old]), at: 0)
    inputs = [new]
  }
}
