/// Two options that do not go together.
public struct OptionConflict: Hashable, Sendable {
  /// An option by its name in recipes, and what it is.
  public struct Setting: Hashable, Sendable {
    /// As in `QuantizationOption`.
    public let name: String
    /// A word.
    public let value: String
  }

  /// What was chosen.
  public let option: Setting
  /// What that needs.
  public let other: Setting
  /// Why.
  public let reason: String
}

extension QuantizationOptions {
  /// What does not go together.
  public var conflicts: [OptionConflict] {
    var conflicts: [OptionConflict] = []
    func expect(
      _ holds: Bool, _ name: String, _ value: String, needs other: String, _ needed: String,
      _ reason: String
    ) {
      guard !holds else { return }
      conflicts.append(
        OptionConflict(
          option: .init(name: name, value: value), other: .init(name: other, value: needed),
          reason: reason))
    }
    expect(
      headForm != .int32 || format == .qdq || activationType == .uint8, "head", "int32",
      needs: "activationType", "uint8",
      "of operators on integers, whole sums need ConvInteger, which onnxruntime has for uint8 only")
    expect(
      bias == .int32 || format == .qdq, "bias", bias.rawValue, needs: "format", "qdq",
      "operators on integers take biases of 32 bits only")
    return conflicts
  }
}
