import Digests
import JSON

/// The result of evaluating an artifact, comparing it with another, or checking it.
public struct Measurement: Hashable, Sendable {
  /// What was done; kinds of later versions are kept as they are.
  public struct Kind: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// As records write it.
    public let rawValue: String

    /// A kind by its name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Accuracy against annotations.
    public static let evaluate = Kind(rawValue: "evaluate")
    /// Agreement with another model.
    public static let compare = Kind(rawValue: "compare")
    /// The same bytes made again from the materials.
    public static let rebuild = Kind(rawValue: "rebuild")
    /// The rules of the runtime that the artifact is for, by which the file was checked.
    public static let check = Kind(rawValue: "check")

    /// The name.
    public var description: String { rawValue }
  }

  /// How a measurement came out.
  public enum Verdict: String, Hashable, Sendable, CaseIterable {
    /// Every check held.
    case passed
    /// Checks held, but something is worth saying.
    case warned
    /// A check did not hold.
    case failed
  }

  /// What was done.
  public var kind: Kind
  /// The SHA-256 of the artifact that was measured.
  public var artifact: Digest
  /// The model it was compared with; nil where there is none.
  public var reference: FileReference?
  /// The images and annotations; nil where there are none.
  public var dataset: MeasuredDataset?
  /// Everything about how it was measured that changes metrics: thresholds, preprocessing, ...
  public var protocolParameters: [String: JSONValue]
  /// The metrics, in an order for people.
  public var metrics: [Metric]
  /// What was demanded of them, in an order for people.
  public var checks: [Check]
  /// The program that measured; nil where it is not told.
  public var tool: Tool?
  /// When and where; nil where it is not told.
  public var circumstances: Circumstances?
  /// Fields that this version does not know.
  public var others: [String: JSONValue] = [:]

  /// Describes a measurement.
  public init(
    kind: Kind, artifact: Digest, reference: FileReference? = nil,
    dataset: MeasuredDataset? = nil, protocolParameters: [String: JSONValue] = [:],
    metrics: [Metric] = [], checks: [Check] = [], tool: Tool? = nil,
    circumstances: Circumstances? = nil
  ) {
    self.kind = kind
    self.artifact = artifact
    self.reference = reference
    self.dataset = dataset
    self.protocolParameters = protocolParameters
    self.metrics = metrics
    self.checks = checks
    self.tool = tool
    self.circumstances = circumstances
  }

  /// The worst of the checks; passed where nothing was demanded.
  public var verdict: Verdict {
    if checks.contains(where: { $0.verdict == .failed }) { return .failed }
    return checks.contains { $0.verdict == .warned } ? .warned : .passed
  }
}

extension Measurement: DocumentPart {
  init?(_ value: JSONValue, place: String, _ problems: inout DocumentProblems) {
    var reader = ObjectReader(value, place: place, &problems)
    let kind = reader.text("kind", &problems)
    let artifact = reader.digest("artifact", &problems)
    reference = reader.optionalPart("reference", &problems)
    dataset = reader.optionalPart("dataset", &problems)
    protocolParameters = reader.members("protocol", &problems)
    metrics = reader.parts("figures", &problems)
    checks = reader.parts("checks", &problems)
    tool = reader.optionalPart("tool", &problems)
    circumstances = reader.optionalPart("circumstances", &problems)
    let verdict = reader.takeOptional("verdict", "passed, warned or failed", &problems) { value in
      value.text.flatMap { Verdict(rawValue: $0) }
    }
    others = reader.rest
    guard let kind, let artifact else { return nil }
    self.kind = Kind(rawValue: kind)
    self.artifact = artifact
    if let verdict, verdict != self.verdict {
      problems.add(
        reader.place(of: "verdict"),
        "is '\(verdict.rawValue)', but by its checks it is '\(self.verdict.rawValue)'")
    }
  }

  var json: JSONValue {
    var builder = ObjectBuilder(others)
    builder.set("kind", kind.rawValue)
    builder.set("artifact", artifact)
    builder.set("reference", reference)
    builder.set("dataset", dataset)
    builder.set("protocol", protocolParameters)
    builder.set("figures", metrics)
    builder.set("checks", checks)
    builder.set("tool", tool)
    builder.set("circumstances", circumstances)
    builder.set("verdict", verdict.rawValue)
    return builder.json
  }
}
