/// Something worth saying about a text file, and where.
public struct Diagnostic: Hashable, Sendable, CustomStringConvertible {
  /// Whether the file can be used all the same.
  public enum Severity: String, Hashable, Sendable, CaseIterable {
    /// The file does not describe anything, or not what its author meant.
    case error
    /// The file can be used; something in it has no effect or an unexpected one.
    case warning
  }

  /// How serious it is.
  public var severity: Severity
  /// The key, value or section header it is about.
  public var location: SourceLocation
  /// What was found, what was expected, how to resolve it.
  public var message: String

  /// Creates a diagnostic.
  public init(_ severity: Severity, at location: SourceLocation, _ message: String) {
    self.severity = severity
    self.location = location
    self.message = message
  }

  /// `file:line:column: error: message`.
  public var description: String { "\(location): \(severity.rawValue): \(message)" }
}
