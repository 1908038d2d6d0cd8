/// `[net]`: the input and what else matters beyond training.
public struct NetSection: Hashable, Sendable {
  /// The section's header.
  public let location: SourceLocation
  /// Columns of the input picture; 0 when only `inputs` is given.
  public let width: Int
  /// Rows of the input picture; 0 when only `inputs` is given.
  public let height: Int
  /// Channels of the input picture; 0 when only `inputs` is given.
  public let channels: Int
  /// The number of input values.
  public let inputs: Int
  /// Pictures for each training step; without meaning at inference.
  public let batch: Int
  /// Frames that a recurrent network sees at once.
  public let timeSteps: Int
  /// Whether pictures are fitted into the input with their aspect kept.
  public let letterBox: Bool
  /// The shape of the input.
  public let input: FeatureShape
}
