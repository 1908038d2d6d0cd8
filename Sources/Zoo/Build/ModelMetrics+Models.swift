import Provenance
import Quantization

extension ModelMetrics {
  /// The rules of a runtime, and how they came out for a model.
  public struct Rules: Codable, Hashable, Sendable {
    /// The SHA-256 of the model.
    public var model: String
    /// The runtime, as recipes name it.
    public var target: String
    /// What people call the runtime.
    public var title: String
    /// How many rules were checked.
    public var checked: Int
    /// How many of them the model breaks.
    public var broken: Int
    /// What is wrong, in a sentence each: rules that are broken, and those without a known source.
    public var objections: [String]
    /// How many rules were found by running the runtime.
    public var run: Int
    /// How many were found by running its vendor's simulator.
    public var simulator: Int
    /// How many were read.
    public var read: Int

    /// Counts the rules of a record.
    ///
    /// - Parameter model: the SHA-256 of the model.
    init(_ rules: CheckedRules, of model: String) {
      self.model = model
      target = rules.target
      title = rules.title
      let count = rules.count
      (checked, broken) = (count.checked, count.broken)
      (run, simulator, read) = (count.run, count.simulator, count.read)
      objections =
        rules.broken.map { "\($0.name): \($0.message ?? "is broken")" }
        + rules.unproven.map { "\($0.name): it is not told how this is known" }
    }

    /// For people.
    public var words: String {
      RuleCount(checked: checked, broken: broken, run: run, simulator: simulator, read: read).words
    }
  }

  /// What was measured of the INT8 model for a target.
  public struct Target: Codable, Hashable, Sendable {
    /// The runtime, as recipes name it.
    public var target: String
    /// The name of the model's file.
    public var file: String
    /// The size of the model in bytes.
    public var bytes: Int
    /// Its accuracy; nil where it was not measured.
    public var accuracy: Accuracy?
    /// How far it agrees with float; nil where they were not compared.
    public var agreement: Agreement?
    /// The rules that it was checked by; nil where it was not.
    public var rules: Rules?
  }

  /// What was measured of any one model.
  struct OfModel {
    var file: String?
    var bytes: Int
    var accuracy: Accuracy?
    var agreement: Agreement?
    var rules: Rules?
  }

  /// What was measured of a model; nil where nothing is known of it.
  subscript(variant: Recipe.Variant) -> OfModel? {
    get {
      switch variant {
      case .float: OfModel(bytes: floatBytes, accuracy: float)
      case .int8(nil):
        int8Bytes.map { OfModel(bytes: $0, accuracy: int8, agreement: agreement, rules: rules) }
      case .int8(let target?):
        targets?.first { $0.target == target.rawValue }.map {
          OfModel(
            file: $0.file, bytes: $0.bytes, accuracy: $0.accuracy, agreement: $0.agreement,
            rules: $0.rules)
        }
      }
    }
    set {
      switch variant {
      case .float: (floatBytes, float) = (newValue?.bytes ?? 0, newValue?.accuracy)
      case .int8(nil):
        (int8Bytes, int8) = (newValue?.bytes, newValue?.accuracy)
        (agreement, rules) = (newValue?.agreement, newValue?.rules)
      case .int8(let target?):
        var others = targets ?? []
        let place = others.firstIndex { $0.target == target.rawValue } ?? others.endIndex
        if place < others.endIndex { others.remove(at: place) }
        if let newValue {
          others.insert(
            Target(
              target: target.rawValue, file: newValue.file ?? "", bytes: newValue.bytes,
              accuracy: newValue.accuracy, agreement: newValue.agreement, rules: newValue.rules),
            at: place)
        }
        targets = others.isEmpty ? nil : others
      }
    }
  }
}
