import Text

/// What a runtime demands of an ONNX file.
public struct DeploymentRule: Sendable {
  /// What happens to a file that breaks it.
  public enum Severity: String, Codable, Hashable, Sendable, CaseIterable {
    /// The runtime does not take the file.
    case refused
    /// It computes something else, without an error.
    case wrong
    /// It computes in float what was to be integers.
    case float
    /// It is right, but slow.
    case slow
  }

  /// How the rule is known.
  public enum Proof: String, Codable, Hashable, Sendable, CaseIterable {
    /// The runtime was run on files of this program.
    case run
    /// The vendor's simulator was.
    case simulator
    /// It was read in documents, sources or reported problems.
    case read
  }

  /// What mends a violation.
  public enum Remedy: Hashable, Sendable {
    /// An option of `quantize`, and what it has to be.
    case quantize(Setting, String)
    /// An option of `convert`, and what it has to be.
    case convert(Setting, String)
    /// Something else.
    case advice(String)
  }

  /// Names it: `activations-int8`.
  public let id: String
  /// What it demands, in a sentence.
  public let summary: String
  /// What happens to a file that breaks it.
  public let severity: Severity
  /// How it is known.
  public let proof: Proof
  /// Where it can be read; for rules that were run, what was.
  public let source: String
  /// What mends a violation.
  public let remedy: Remedy
  /// Finds what breaks it.
  let find: @Sendable (Wiring) -> [Finding]

  /// What breaks a rule.
  struct Finding: Hashable, Sendable {
    /// The node.
    var node: String?
    /// The tensor.
    var tensor: String?
    /// What was found there.
    var found: String
    /// What mends it, where that is not what mends the others.
    var remedy: Remedy?
  }
}

/// How a rule is known.
struct Evidence {
  let proof: DeploymentRule.Proof
  let source: String

  /// The runtime was run.
  static func run(_ what: String) -> Evidence { Evidence(proof: .run, source: what) }

  /// The vendor's simulator was run.
  static func simulator(_ what: String) -> Evidence { Evidence(proof: .simulator, source: what) }

  /// It was read at an address.
  static func read(_ address: String) -> Evidence { Evidence(proof: .read, source: address) }
}
