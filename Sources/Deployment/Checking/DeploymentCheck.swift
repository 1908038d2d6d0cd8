import Graph
import ONNX
import Quantization
import Text

/// What the rules of a runtime say of an ONNX file.
public struct DeploymentCheck: Codable, Hashable, Sendable {
  /// A place that breaks a rule.
  public struct Violation: Codable, Hashable, Sendable {
    /// The rule.
    public let rule: String
    /// What it demands.
    public let summary: String
    /// What the runtime does.
    public let severity: DeploymentRule.Severity
    /// The node; absent where it is the file as a whole.
    public let node: String?
    /// The tensor; absent where there is none.
    public let tensor: String?
    /// What was found.
    public let found: String
    /// What mends it.
    public let remedy: Remedy
  }

  /// What mends a violation.
  public struct Remedy: Codable, Hashable, Sendable {
    /// The command whose option mends it; absent where no option does.
    public let command: String?
    /// The option by its name in recipes.
    public let option: String?
    /// What it has to be.
    public let value: String?
    /// What to do where no option mends it.
    public let advice: String?
  }

  /// The version of this format.
  public var schemaVersion = 1
  /// The target.
  public let target: String
  /// The rules that were looked at, by name.
  public let rules: [String]
  /// The operators in the file.
  public let operators: Int
  /// Why the shapes of values inside of the file are not known, so that nothing was checked by them;
  /// absent where they are.
  public let shapesUnknown: String?
  /// What breaks rules, in the order of rules and operators.
  public let violations: [Violation]

  /// Whether the runtime takes the file and computes it right.
  public var holds: Bool { violations.isEmpty }

  /// Checks a file.
  ///
  /// - Parameter graph: the file as a graph, which knows the shapes of values, or why it is none of
  ///   ours: files of other programs may have operators that this one does not know.
  public init(
    _ file: FileDescription, _ graph: Result<Graph, ONNXError>, for target: DeploymentTarget
  ) {
    let wiring = Wiring(file, graph)
    let rules = DeploymentRule.rules(of: target)
    self.target = target.rawValue
    self.rules = rules.map(\.id)
    operators = file.nodes.count
    shapesUnknown = wiring.unread.map { "\($0)" }
    violations = rules.flatMap { rule in
      rule.find(wiring).map { finding in
        Violation(
          rule: rule.id, summary: rule.summary, severity: rule.severity, node: finding.node,
          tensor: finding.tensor, found: finding.found,
          remedy: Remedy(finding.remedy ?? rule.remedy))
      }
    }
  }
}

extension DeploymentCheck.Remedy {
  init(_ remedy: DeploymentRule.Remedy) {
    switch remedy {
    case .quantize(let option, let value):
      self.init(command: "quantize", option: option.rawValue, value: value, advice: nil)
    case .convert(let option, let value):
      self.init(command: "convert", option: option.rawValue, value: value, advice: nil)
    case .advice(let text): self.init(command: nil, option: nil, value: nil, advice: text)
    }
  }
}

extension DeploymentCheck.Remedy {
  /// What to do, for people.
  public var lines: Lines {
    guard let command, let option, let value, let setting = Setting(rawValue: option) else {
      return Lines(advice ?? "")
    }
    return "\(command)\(with: setting, value)"
  }
}

extension DeploymentCheck.Violation {
  /// The place and what was found there.
  public var place: Lines {
    let place = [node.map { "node \($0)" }, tensor.map { "tensor \($0)" }].compactMap(\.self)
    return Lines((place.isEmpty ? ["the file"] : place).joined(separator: ", ") + ": " + found)
  }
}

extension DeploymentCheck {
  /// For people: each rule that is broken, what the runtime does then, what mends it, and the places.
  public var text: Lines {
    var parts: [Lines] = []
    if holds {
      parts.append(
        "\(target): \(counted(rules.count, "rule")) hold for \(counted(operators, "operator"))")
    }
    if let shapesUnknown, !violations.contains(where: { $0.rule == DeploymentRule.shapesAgree.id })
    {
      parts.append(
        "shapes inside of the file are not known, so they were not checked: \(shapesUnknown)")
    }
    for rule in rules {
      let broken = violations.filter { $0.rule == rule }
      guard let first = broken.first else { continue }
      parts.append("\(first.severity.words): \(first.summary) (\(rule)); \(first.remedy.lines)")
      parts += broken.map { "  \($0.place)" }
    }
    return parts.joined()
  }

  /// What is broken, one line for each rule.
  public var summaries: [Lines] {
    rules.compactMap { rule in
      let broken = violations.filter { $0.rule == rule }
      guard let first = broken.first else { return nil }
      let more = broken.count > 1 ? " and \(broken.count - 1) more" : ""
      return "\(target): \(first.severity.words): \(first.summary); \(first.place)\(more); "
        + first.remedy.lines
    }
  }
}

extension DeploymentRule.Severity {
  /// For people.
  public var words: String {
    switch self {
    case .refused: "refused"
    case .wrong: "wrong without an error"
    case .float: "in float, not in integers"
    case .slow: "right but slow"
    }
  }
}
