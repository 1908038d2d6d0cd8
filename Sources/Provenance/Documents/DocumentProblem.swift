/// Something wrong with one entry of a document.
public struct DocumentProblem: Hashable, Sendable, CustomStringConvertible {
  /// Where, for example `materials[3].sha256`, counted from 0, or `line 7`, counted from 1.
  public let place: String
  /// What was found, what was expected, what to do.
  public let message: String

  /// `place: message`.
  public var description: String { place.isEmpty ? message : "\(place): \(message)" }
}
