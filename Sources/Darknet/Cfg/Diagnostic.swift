/// Something worth saying about a cfg, and where.
public struct Diagnostic: Hashable, Sendable, CustomStringConvertible {
  /// Whether the network can be used all the same.
  public enum Severity: String, Hashable, Sendable, CaseIterable {
    /// The cfg does not describe a network, or not the one its author meant.
    case error
    /// The network can be used; something in the cfg has no effect or an unexpected one.
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
