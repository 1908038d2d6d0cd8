/// Something that has to hold before a model is published.
public struct Gate: Codable, Hashable, Sendable {
  /// How it came out.
  public enum Verdict: String, Codable, Hashable, Sendable {
    /// It holds.
    case passed
    /// It does not hold.
    case failed
    /// Nothing is known that would prove it.
    case unproven
  }

  /// What is demanded.
  public var name: String
  /// How it came out.
  public var verdict: Verdict
  /// What was found, or what would prove it.
  public var found: String

  /// For people.
  public var text: String { "\(name): \(found)" }
}
