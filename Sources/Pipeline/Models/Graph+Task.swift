import Graph

extension Graph {
  /// What the network is for, in the words of model cards; nil where it is not known.
  var task: String? {
    if !contract.heads.isEmpty { return "object-detection" }
    // Scores of what is no image are of something else.
    return scoreCount != nil && imageInput != nil ? "image-classification" : nil
  }
}

extension Graph {
  /// How an image becomes the input; nil when the network takes something else.
  var imageInput: InputContract? {
    if let input = contract.input { return input }
    guard let value = inputs.first, inputs.count == 1 else { return nil }
    let shape = self[value].type.shape
    guard shape.rank == 4, (1...4).contains(shape[1]) else { return nil }
    return usualInput(width: shape[3], height: shape[2], channels: shape[1])
  }
}

extension Checkpoint {
  /// What the network is for, in the words of model cards; nil where it is not known, or the network
  /// cannot be run.
  public var task: String? { (try? graph())?.task }
}
