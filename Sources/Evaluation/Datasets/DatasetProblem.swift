/// Something wrong with one entry of a dataset.
public struct DatasetProblem: Hashable, Sendable, CustomStringConvertible {
  /// Where: `annotations[17]`, counted from 0, or `000139.txt:3`, lines counted from 1.
  public let place: String
  /// What was found, what was expected, what to do.
  public let message: String

  /// `place: message`.
  public var description: String { "\(place): \(message)" }
}
