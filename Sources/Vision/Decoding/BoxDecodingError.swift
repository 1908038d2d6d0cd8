import Text

/// Why a network's outputs cannot become boxes.
public enum BoxDecodingError: Failure, Hashable, Sendable {
  /// There are not as many output tensors as heads.
  case tensorCount(found: Int, expected: Int)
  /// A tensor does not hold a whole number of images; `layer` is the darknet layer of its head.
  case tensorSize(layer: Int, found: Int, perPicture: Int)
  /// There are fewer outputs than boxes are read from.
  case outputCount(found: Int, expected: Int)
  /// An output does not hold a whole number of images, or not as many as the others.
  case rowCount(output: Int, found: Int, rows: Int, width: Int)
  /// A head's numbers make no tensor; `layer` is its darknet layer.
  case malformedHead(layer: Int)
  /// The batch has no image of this index.
  case imageIndex(Int, count: Int)

  /// The classes are a tree, of which the outputs have the best one alone.
  case bestOfTree

  /// A sentence for people.
  public var description: String {
    switch self {
    case .tensorCount(let found, let expected):
      "the network gave \(found) tensors for \(expected) heads; are the outputs raw heads, and is "
        + "the head description that of this model?"
    case .tensorSize(let layer, let found, let perImage):
      "the tensor of the head at layer \(layer) has \(found) values; expected a multiple of "
        + "\(perImage) (one image)"
    case .outputCount(let found, let expected):
      "the network gave \(found) tensors, but boxes are read from \(expected)"
    case .rowCount(let output, let found, let rows, let width):
      "output \(output) has \(found) values; expected a multiple of \(rows) x \(width) (boxes of one "
        + "image, values of one box), for as many images as the other outputs have"
    case .malformedHead(let layer):
      "the head at layer \(layer) is described with sizes that make no tensor"
    case .imageIndex(let index, let count):
      "there is no image \(index) in a batch of \(count)"
    case .bestOfTree:
      "the classes are a tree, and the network gives the best class of a box alone, which is never one "
        + "that is a kind of another; use a form with a score for each class"
    }
  }
}

extension BoxDecodingError {
  /// What can be done about it.
  public var category: FailureCategory {
    .malformed
  }
}
