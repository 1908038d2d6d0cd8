import Text

/// Why a network's outputs cannot become boxes.
public enum BoxDecodingError: Failure, Hashable, Sendable {
  /// There are not as many output tensors as heads.
  case tensorCount(found: Int, expected: Int)
  /// A tensor does not hold a whole number of pictures; `layer` is the darknet layer of its head.
  case tensorSize(layer: Int, found: Int, perPicture: Int)
  /// The joined boxes and scores do not hold the same whole number of pictures.
  case decodedSize(boxes: Int, scores: Int, boxesPerPicture: Int, classes: Int)
  /// A head's numbers make no tensor; `layer` is its darknet layer.
  case malformedHead(layer: Int)
  /// The batch has no picture of this index.
  case pictureIndex(Int, count: Int)

  /// A sentence for people.
  public var description: String {
    switch self {
    case .tensorCount(let found, let expected):
      "the network gave \(found) tensors for \(expected) heads; are the outputs raw heads, and is "
        + "the head description that of this model?"
    case .tensorSize(let layer, let found, let perPicture):
      "the tensor of the head at layer \(layer) has \(found) values; expected a multiple of "
        + "\(perPicture) (one picture)"
    case .decodedSize(let boxes, let scores, let boxesPerPicture, let classes):
      "\(boxes) box values and \(scores) scores do not belong together; expected multiples of "
        + "\(boxesPerPicture) x 4 and \(boxesPerPicture) x \(classes)"
    case .malformedHead(let layer):
      "the head at layer \(layer) is described with sizes that make no tensor"
    case .pictureIndex(let index, let count):
      "there is no picture \(index) in a batch of \(count)"
    }
  }
}

extension BoxDecodingError {
  /// What can be done about it.
  public var category: FailureCategory {
    .malformed
  }
}
