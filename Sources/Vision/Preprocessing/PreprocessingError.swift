import Text

/// Why an image cannot become a network's input.
public enum PreprocessingError: Failure, Hashable, Sendable {
  /// The input has neither one channel (grey) nor three (RGB), which is what an image has.
  case unsupportedChannels(Int)
  /// Samples or a tensor with other extents, channels x height x width, than the input.
  case otherExtents(found: [Int], expected: [Int])
  /// A side of the input is not positive, or it has more pixels than an image may have.
  case inputSize(width: Int, height: Int)

  /// A sentence for people.
  public var description: String {
    switch self {
    case .unsupportedChannels(let channels):
      "the network's input has \(channels) channels; images fit inputs of 1 (grey) or 3 (RGB); "
        + "give others .npy files of uint8, height x width x \(channels)"
    case .otherExtents(let found, let expected):
      "channels x height x width are \(Self.text(found)), where the network's input has "
        + "\(Self.text(expected))"
    case .inputSize(let width, let height):
      "the network's input is \(width) x \(height); expected positive sides and at most "
        + "\(Image.largestPixelCount) pixels"
    }
  }

  private static func text(_ extents: [Int]) -> String {
    extents.map(String.init).joined(separator: " x ")
  }
}

extension PreprocessingError {
  /// What can be done about it.
  public var category: FailureCategory {
    .malformed
  }
}
