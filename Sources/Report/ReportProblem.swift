/// What is wrong with one of the files a report is made from.
public struct ReportProblem: Hashable, Sendable, CustomStringConvertible {
  /// The file as the caller, or another file, named it.
  public let source: String
  /// What was found, what was expected, what to do.
  public let message: String

  /// Creates a problem.
  init(_ source: String, _ message: String) {
    self.source = source
    self.message = message
  }

  /// `source: message`.
  public var description: String { "\(source): \(message)" }
}
