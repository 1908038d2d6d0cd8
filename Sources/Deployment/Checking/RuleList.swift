import Quantization
import Text

/// What a target chooses and the rules its files are checked by.
public struct RuleList: Codable, Hashable, Sendable {
  /// A rule.
  public struct Entry: Codable, Hashable, Sendable {
    /// Names it.
    public let rule: String
    /// What it demands.
    public let summary: String
    /// What happens to a file that breaks it.
    public let severity: DeploymentRule.Severity
    /// How it is known.
    public let proof: DeploymentRule.Proof
    /// Where it can be read, or what was run.
    public let source: String
  }

  /// The target, as `--target` names it.
  public let target: String
  /// What people call it.
  public let title: String
  /// The options of `quantize` that it chooses other than usual, by name.
  public let options: [String: String]
  /// What stays in float though nothing in the network asks for it; absent where that is nothing.
  public let float: String?
  /// The rules.
  public let rules: [Entry]

  /// The rules of a target.
  public init(_ target: DeploymentTarget) {
    self.target = target.rawValue
    title = target.title
    var chosen = QuantizationOptions()
    chosen.choose(for: target)
    var options: [String: String] = [:]
    for option in QuantizationOption.all where option.name != "target" {
      let value = option.value(in: chosen)
      guard value != option.value(in: QuantizationOptions()) else { continue }
      options[option.name] = "\(value)"
    }
    self.options = options
    float = target.floatParts
    rules = DeploymentRule.rules(of: target).map {
      Entry(
        rule: $0.id, summary: $0.summary, severity: $0.severity, proof: $0.proof, source: $0.source)
    }
  }

  /// For people.
  ///
  /// - Parameter option: how an option is set in a program, by its name and value.
  public func text(_ option: (String, String) -> String) -> Lines {
    let chosen = options.sorted { $0.key < $1.key }.map { option($0.key, $0.value) }
    let form =
      target == DeploymentTarget.litert.rawValue
      ? "float, with a calibration set"
      : chosen.isEmpty ? "the usual form" : chosen.joined(separator: ", ")
    var parts: [Lines] = ["\(target): \(title); \(form)"]
    if let float { parts.append("  in float: \(float)") }
    for rule in rules {
      parts.append("  \(rule.rule): \(rule.summary); else \(rule.severity.words)")
      parts.append("    \(rule.proof.words): \(rule.source)")
    }
    return parts.joined()
  }
}

extension DeploymentRule.Proof {
  /// For people.
  public var words: String {
    switch self {
    case .run: "run"
    case .simulator: "run on the vendor's simulator"
    case .read: "read"
    }
  }
}
