/// Something that was demanded of a measurement.
public struct Check: Hashable, Sendable {
  /// What was demanded, for example `ap loses at most 0.02`.
  public var name: String
  /// How it came out.
  public var verdict: Measurement.Verdict
  /// What was found; nil where the name says it all.
  public var message: String?
  /// Fields that this version does not know.
  public var others: [String: JSONValue] = [:]

  /// States a demand and how it came out.
  public init(name: String, verdict: Measurement.Verdict, message: String? = nil) {
    self.name = name
    self.verdict = verdict
    self.message = message
  }
}
