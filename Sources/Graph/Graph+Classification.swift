extension Graph {
  /// How many classes a classifier gives a score for in its only output, [N, C] or [N, C, 1, 1]; nil of a
  /// detector, and of a network with other outputs.
  public var scoreCount: Int? {
    guard contract.heads.isEmpty, let output = outputs.first, outputs.count == 1 else { return nil }
    let shape = self[output].type.shape
    guard shape.rank >= 2, shape[1] > 1, shape.count == shape[0] * shape[1] else { return nil }
    return shape[1]
  }

  /// Whether the scores are probabilities, which sum to 1: whether they come from a softmax.
  ///
  /// What only rearranges them is passed over.
  public var endsInSoftmax: Bool {
    guard var value = outputs.first, outputs.count == 1 else { return false }
    while let node = nodes.first(where: { $0.outputs.contains(value) }) {
      if node.operation is Softmax { return true }
      guard let input = node.inputs.first, self[input].constant == nil,
        self[input].type.shape.count == self[value].type.shape.count
      else { return false }
      switch node.operation.elements {
      case .moved: value = input
      default:
        let isStorage =
          node.operation is Cast || node.operation is Dequantization
          || node.operation is Quantization
        guard isStorage else { return false }
        value = input
      }
    }
    return false
  }
}

extension Graph {
  /// How an image becomes the input of a network that does not say it: as classifiers are used, or as
  /// detectors are.
  public func usualInput(width: Int, height: Int, channels: Int) -> InputContract {
    var input = InputContract(width: width, height: height, channels: channels)
    if scoreCount != nil { input.fit = .crop }
    return input
  }
}
