import JSON
import Quantization

extension QuantizationOptions {
  /// Every option that may change the model.
  var parameters: [String: JSONValue] {
    let values = QuantizationOption.all.map { ($0.name, $0.value(in: self).json) }
    return Dictionary(values) { first, _ in first }
  }

  /// Options as a record states them.
  init(_ parameters: [String: JSONValue], source: String) throws {
    let parameters = QuantizationOptions.completed(QuantizationOptions.renamed(parameters))
    let reader = ParameterReader(parameters, source: source)
    self.init()
    for option in QuantizationOption.all { option.give(try reader.value(of: option), to: &self) }
    measuresLayers = false
  }

  /// The options that came together, with targets and later; records of older programs lack them.
  private static let added = [
    ["target", "symmetry", "scales", "bias", "leakySlope", "pointwise", "requantization"],
    ["leaky"], ["tensorRanges"], ["w8a16Layers"], ["floatFront"],
  ]

  /// The parameters of records of older programs, with what today's options were then.
  private static func completed(_ parameters: [String: JSONValue]) -> [String: JSONValue] {
    let missing = added.filter { $0.allSatisfy { parameters[$0] == nil } }.joined()
    let usual = QuantizationOptions().parameters.filter { missing.contains($0.key) }
    return parameters.merging(usual) { old, _ in old }
  }

  /// The parameters of records of the first preview, by the names and in the units of today's.
  private static func renamed(_ parameters: [String: JSONValue]) -> [String: JSONValue] {
    guard let isExplicit = parameters["qdqExplicit"] else { return parameters }
    var renamed = parameters
    func choice(_ key: String, _ no: String, _ yes: String) -> JSONValue {
      .text(parameters[key] == .boolean(true) ? yes : no)
    }
    renamed["qdq"] = .text(isExplicit == .boolean(true) ? "explicit" : "fused")
    renamed["weightScales"] = choice("fittedWeightScales", "maximum", "least-error")
    renamed["rounding"] = choice("roundingByMoments", "nearest", "moments")
    renamed["refinementImages"] = parameters["refinementPictures"]
    // A part was recorded, where percentiles had been asked for.
    renamed["percentile"] =
      if case .number(let part)? = parameters["percentile"], let part = part.double {
        .real(part * 100)
      } else { .real(QuantizationOptions().percentile) }
    return renamed
  }
}

extension QuantizationOption.Value {
  /// As records state it.
  fileprivate var json: JSONValue {
    switch self {
    case .automatic: .null
    case .choice(let word): .text(word)
    case .flag(let flag): .boolean(flag)
    case .number(let number): .real(number)
    case .whole(let number): .whole(number)
    }
  }
}

extension ParameterReader {
  /// The value of an option.
  fileprivate func value(of option: QuantizationOption) throws -> QuantizationOption.Value {
    let value: QuantizationOption.Value? =
      switch (option.form, self[option.name]) {
      case (_, .null?): .automatic
      case (.choice, .text(let word)?): .choice(word)
      case (.flag, .boolean(let flag)?): .flag(flag)
      case (.number, .number(let number)?): number.double.map { .number($0) }
      case (.whole, .number(let number)?): number.whole.map { .whole($0) }
      default: nil
      }
    guard let value, option.accepts(value) else { throw error(option.name, option.expectation) }
    return value
  }
}
