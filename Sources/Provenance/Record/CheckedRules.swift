import JSON

/// The rules of a runtime, and how they came out for a model that is for it.
public struct CheckedRules: Hashable, Sendable {
  /// The runtime, as `quantize --target` names it.
  public let target: String
  /// What people call it.
  public let title: String
  /// The rules.
  public let rules: [Check]

  /// The rules in a measurement; nil in one of another kind, or that names no runtime.
  public init?(_ measurement: Measurement) {
    guard measurement.kind == .check,
      case .text(let target)? = measurement.protocolParameters[CheckedRules.targetKey]
    else { return nil }
    self.target = target
    title = measurement.protocolParameters[CheckedRules.titleKey]?.text ?? target
    rules = measurement.checks
  }

  /// The protocol of a measurement that has such rules.
  public static func protocolParameters(target: String, title: String) -> [String: JSONValue] {
    [targetKey: .text(target), titleKey: .text(title)]
  }

  private static let targetKey = "target"
  private static let titleKey = "title"
}

extension CheckedRules {
  /// The rules that the file breaks.
  public var broken: [Check] { rules.filter { $0.verdict != .passed } }

  /// The rules of which it is not told how they are known.
  public var unproven: [Check] { rules.filter { $0.proof == nil } }

  /// Whether it is proven that the file keeps the rules: there are some, it breaks none, and of each
  /// it is told how it is known.
  public var hold: Bool { !rules.isEmpty && broken.isEmpty && unproven.isEmpty }

  /// How many there are.
  public var count: RuleCount {
    func known(_ proof: Check.Proof) -> Int { rules.count { $0.proof == proof } }
    return RuleCount(
      checked: rules.count, broken: broken.count, run: known(.run), simulator: known(.simulator),
      read: known(.read))
  }
}

extension ProvenanceRecord {
  /// The rules of the runtime that the artifact is for; nil where it is for none, or was not checked
  /// as it is.
  public var checkedRules: CheckedRules? {
    currentMeasurements.last { $0.kind == .check }.flatMap(CheckedRules.init)
  }
}
