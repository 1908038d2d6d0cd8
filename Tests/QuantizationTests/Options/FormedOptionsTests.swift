import Quantization
import Testing

/// One set of options in the forms of several targets.
struct FormedOptionsTests {
  /// The options that say what a file looks like; all others serve accuracy.
  private static func form(of target: DeploymentTarget) -> Set<String> {
    var names: Set = [
      "target", "format", "qdq", "head", "granularity", "reduceRange", "activationType", "symmetry",
      "scales", "bias", "leakySlope", "pointwise", "domain",
    ]
    if target != .hardware { names.insert("requantization") }
    // Sums of two sides are computed on 8-bit values, with any zero points.
    if ![.onnxruntime, .hardware, .litert, .qnn, .stm32].contains(target) { names.insert("leaky") }
    // Parts of a concatenation cannot be scaled anew by shifts.
    if target == .xint8 { names.insert("tensorRanges") }
    if [.onnxruntime, .hardware, .litert].contains(target) { names.insert("w8a16Layers") }
    // Their scales are so coarse that they decide how far ranges go.
    if target == .tensorrt || target == .xint8 { names.insert("headroom") }
    return names
  }

  /// A value that no option has by default; nil where there is none.
  private static func other(
    _ option: QuantizationOption, _ options: QuantizationOptions
  ) -> QuantizationOption.Value? {
    let value = option.value(in: options)
    switch (option.form, value) {
    case (.choice(let words), _): return words.map { .choice($0) }.last { $0 != value }
    case (.flag, .flag(let flag)): return .flag(!flag)
    case (.number(let range), _): return .number(range.lowerBound)
    case (.whole(let range), _): return .whole(range.lowerBound + 1)
    default: return nil
    }
  }

  @Test(
    "A target wins over every option of the form, and every option for accuracy stays",
    arguments: DeploymentTarget.allCases)
  func formed(target: DeploymentTarget) throws {
    var changed = QuantizationOptions(effort: .best)
    for option in QuantizationOption.all where option.name != "target" {
      option.give(try #require(FormedOptionsTests.other(option, changed)), to: &changed)
    }
    var chosen = QuantizationOptions()
    chosen.choose(for: target)
    let formed = changed.formed(for: target)
    for option in QuantizationOption.all {
      let isForm = FormedOptionsTests.form(of: target).contains(option.name)
      #expect(
        option.value(in: formed) == option.value(in: isForm ? chosen : changed), "\(option.name)")
    }
    #expect(formed.conflicts.isEmpty)
    var again = changed
    again.choose(for: target)
    if target != .hardware { #expect(again == formed) }
  }
}
