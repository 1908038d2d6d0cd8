import Text

/// Why an image cannot become a network's input.
public enum PreprocessingError: Failure, Hashable, Sendable {
  /// The input has neither one channel (grey) nor three (RGB).
  case unsupportedChannels(Int)
  /// A side of the input is not positive, or it has more pixels than an image may have.
  case inputSize(width: Int, height: Int)

  /// A sentence for people.
  public var description: String {
    switch self {
    case .unsupportedChannels(let channels):
      "the network's input has \(channels) channels; images fit inputs of 1 (grey) or 3 (RGB), "
        + "others are run on raw tensors"
    case .inputSize(let width, let height):
      "the network's input is \(width) x \(height); expected positive sides and at most "
        + "\(Image.largestPixelCount) pixels"
    }
  }
}

extension PreprocessingError {
  /// What can be done about it.
  public var category: FailureCategory {
    .malformed
  }
}
