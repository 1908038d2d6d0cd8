/// Two options that do not go together.
public struct OptionConflict: Hashable, Sendable {
  /// An option by its name in recipes, and what it is.
  public struct Setting: Hashable, Sendable {
    /// As in `QuantizationOption`.
    public let name: String
    /// A word.
    public let value: String
    /// Whether the target chose it, so that nobody gave it by its name.
    public let isOfTarget: Bool
  }

  /// What was chosen.
  public let option: Setting
  /// What stands against it.
  public let other: Setting
  /// What the other one has to be.
  public let needed: String
  /// Why.
  public let reason: String
}

extension QuantizationOptions {
  /// What does not go together.
  public var conflicts: [OptionConflict] {
    var conflicts: [OptionConflict] = []
    func expect(
      _ holds: Bool, _ name: String, needs other: String, _ needed: String, _ reason: String
    ) {
      guard !holds, let option = setting(name), let other = setting(other) else { return }
      conflicts.append(
        OptionConflict(option: option, other: other, needed: needed, reason: reason))
    }
    expect(
      headForm != .int32 || format == .qdq || activationType == .uint8, "head",
      needs: "activationType", "uint8",
      "of operators on integers, whole sums need ConvInteger, which onnxruntime has for uint8 only")
    expect(
      bias == .int32 || format == .qdq, "bias", needs: "format", "qdq",
      "operators on integers take biases of 32 bits only")
    expect(
      requantization == .float || storesPreActivations, "requantization",
      needs: "format", "qoperator", "it is for models whose functions are computed on 8-bit values")
    let isWide = activationType.element.isWide
    expect(
      !isWide || format == .qdq, "activationType", needs: "format", "qdq",
      "operators on integers take activations of 8 bits only")
    expect(
      !isWide || requantization == .float, "activationType", needs: "requantization", "float",
      "it says how sums become 8-bit values")
    expect(
      wideLayers == 0 || format == .qdq, "w8a16Layers", needs: "format", "qdq",
      "operators on integers take activations of 8 bits only")
    expect(
      wideLayers == 0 || !isWide, "w8a16Layers", needs: "activationType", "uint8",
      "otherwise all layers have 16 bits anyway")
    if tensorRanges == .own {
      expect(
        scales == .any, "tensorRanges", needs: "scales", "any",
        "parts of a concatenation are scaled anew, which no shift does")
      expect(
        format == .qdq || domain == .microsoft, "tensorRanges", needs: "domain", "microsoft",
        "parts of a concatenation take QLinearConcat, which is no operator of ONNX's own")
    }
    guard leaky == .dual else { return conflicts }
    let sides = "sums of two sides"
    expect(
      storesPreActivations, "leaky", needs: "format", "qoperator",
      "\(sides) are for models whose functions are computed on 8-bit values")
    expect(
      !isWide, "leaky", needs: "activationType", "uint8",
      "\(sides) are for activations of 8 bits")
    expect(
      symmetry == .asymmetric, "leaky", needs: "symmetry", "asymmetric",
      "of \(sides), one has its zero point at the bottom and the other at the top")
    expect(
      scales == .any, "leaky", needs: "scales", "any",
      "of \(sides), one has scales that are multiples of the slope")
    expect(
      format == .qdq || domain == .microsoft, "leaky", needs: "domain", "microsoft",
      "\(sides) take QLinearAdd, which is no operator of ONNX's own")
    return conflicts
  }

  /// What an option is, and who chose it.
  private func setting(_ name: String) -> OptionConflict.Setting? {
    guard let option = QuantizationOption.all.first(where: { $0.name == name }) else { return nil }
    let value = option.value(in: self)
    var isOfTarget = false
    if let target {
      var chosen = QuantizationOptions()
      chosen.choose(for: target)
      isOfTarget = value == option.value(in: chosen)
    }
    return OptionConflict.Setting(name: name, value: "\(value)", isOfTarget: isOfTarget)
  }
}
