import JSON

/// Something that was demanded of a measurement.
public struct Check: Hashable, Sendable {
  /// How it is known that something has to be demanded; those of later versions are kept as they
  /// are.
  public struct Proof: RawRepresentable, Hashable, Sendable {
    /// As records write it.
    public let rawValue: String

    /// A proof by its name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The runtime was run.
    public static let run = Proof(rawValue: "run")
    /// The vendor's simulator of the runtime was run.
    public static let simulator = Proof(rawValue: "simulator")
    /// It was read in documents, sources or reported problems.
    public static let read = Proof(rawValue: "read")
  }

  /// What was demanded, for example `ap loses at most 0.02`.
  public var name: String
  /// How it came out.
  public var verdict: Measurement.Verdict
  /// What was found; nil where the name says it all.
  public var message: String?
  /// How the demand is known; nil for one that the user made.
  public var proof: Proof?
  /// Where the demand can be read, or what was run; nil for one that the user made.
  public var source: String?
  /// Fields that this version does not know.
  public var others: [String: JSONValue] = [:]

  /// States a demand and how it came out.
  public init(
    name: String, verdict: Measurement.Verdict, message: String? = nil, proof: Proof? = nil,
    source: String? = nil
  ) {
    self.name = name
    self.verdict = verdict
    self.message = message
    self.proof = proof
    self.source = source
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
    proof = reader.optionalText("proof", &problems).map { Proof(rawValue: $0) }
    source = reader.optionalText("source", &problems)
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
    builder.set("proof", proof?.rawValue)
    builder.set("source", source)
    return builder.json
  }
}
