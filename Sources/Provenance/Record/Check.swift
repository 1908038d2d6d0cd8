import JSON

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

extension Check {
  /// How it came out, for people: `failed: loses at most 0.01: 0.0176`.
  var sentence: String {
    "\(verdict.rawValue): \(name)" + (message.map { ": \($0)" } ?? "")
  }
}

extension Measurement {
  /// What of the checks did not hold or is worth saying.
  var shortcomings: [String] { checks.filter { $0.verdict != .passed }.map(\.sentence) }
}

extension Check: DocumentPart {
  init?(_ value: JSONValue, place: String, _ problems: inout DocumentProblems) {
    var reader = ObjectReader(value, place: place, &problems)
    let name = reader.text("name", &problems)
    let verdict = reader.take("verdict", "passed, warned or failed", &problems) { value in
      value.text.flatMap { Measurement.Verdict(rawValue: $0) }
    }
    message = reader.optionalText("message", &problems)
    others = reader.rest
    guard let name, let verdict else { return nil }
    self.name = name
    self.verdict = verdict
  }

  var json: JSONValue {
    var builder = ObjectBuilder(others)
    builder.set("name", name)
    builder.set("verdict", verdict.rawValue)
    builder.set("message", message)
    return builder.json
  }
}
