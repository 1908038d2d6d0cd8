/// One option of a quantization: what it is called, what it may be, and where it is kept.
///
/// The command line, recipes, their schema and the records of models all follow `all`: an option that
/// is added there is read, written and checked everywhere. The command line alone declares its options
/// by hand, as its library demands it; a test holds it to the table.
public struct QuantizationOption: Sendable {
  /// What an option may be.
  public enum Form: Hashable, Sendable {
    /// One of some words.
    case choice([String])
    /// True or false.
    case flag
    /// A number.
    case number(ClosedRange<Double>)
    /// A whole number.
    case whole(ClosedRange<Int>)
  }

  /// What an option is.
  public enum Value: Hashable, Sendable {
    /// Left to what the other options, or the number of images, make of it.
    case automatic
    case choice(String)
    case flag(Bool)
    case number(Double)
    case whole(Int)
  }

  /// Its name in recipes and records: `weightScales` for `--weight-scales`.
  public let name: String
  /// What it may be.
  public let form: Form
  /// Whether it may also be left open, `Value.automatic`.
  public let mayBeAutomatic: Bool
  /// Whether users set it by itself, rather than by the effort alone.
  public let isOffered: Bool

  private let get: @Sendable (QuantizationOptions) -> Value
  private let set: @Sendable (inout QuantizationOptions, Value) -> Void

  /// What it is.
  public func value(in options: QuantizationOptions) -> Value { get(options) }

  /// Whether something is a value of its form.
  public func accepts(_ value: Value) -> Bool {
    switch (form, value) {
    case (_, .automatic): mayBeAutomatic
    case (.choice(let words), .choice(let word)): words.contains(word)
    case (.flag, .flag): true
    case (.number(let range), .number(let number)): range.contains(number)
    case (.whole(let range), .whole(let number)): range.contains(number)
    default: false
    }
  }

  /// Sets it.
  ///
  /// - Precondition: `accepts(value)`.
  public func give(_ value: Value, to options: inout QuantizationOptions) {
    precondition(accepts(value), "\(name) is of the form \(form), not \(value)")
    set(&options, value)
  }

  /// What it may be, as in "where a whole number of 1 to 3 is needed".
  public var expectation: String {
    switch form {
    case .choice(let words):
      words.dropLast().joined(separator: ", ") + " or " + (words.last ?? "")
    case .flag: "true or false"
    case .number(let range):
      "a number of \(range.lowerBound.formatted) to \(range.upperBound.formatted)"
    case .whole(let range): "a whole number of \(range.lowerBound) to \(range.upperBound)"
    }
  }
}

extension QuantizationOption {
  /// All options that may change a model.
  public static let all: [QuantizationOption] = [
    target,
    choice("format", \.format),
    choice("requantization", \.requantization),
    choice("qdq", \.qdq),
    choice("head", optional: \.head),
    choice("granularity", \.granularity),
    flag("reduceRange", \.isRangeReduced),
    choice("activationType", \.activationType),
    choice("symmetry", \.symmetry),
    choice("scales", \.scales),
    choice("bias", \.bias),
    choice("leakySlope", \.leakySlope),
    choice("leaky", \.leaky),
    choice("pointwise", \.pointwise),
    choice("domain", \.domain),
    choice("ranges", \.ranges),
    choice("tensorRanges", \.tensorRanges),
    number("percentile", 50...100, \.percentile),
    number("headroom", 0...1, \.headroom),
    flag("activationAware", \.isActivationAware),
    choice("weightScales", \.weightScales),
    choice("rounding", \.rounding),
    flag("biasCorrection", \.correctsBias),
    choice("equalization", \.equalization),
    number("equalizationStrength", 0...1, \.equalizationStrength, isOffered: false),
    choice("floatFront", \.floatFront),
    whole("floatLayers", 0...1000, \.floatLayers),
    whole("w8a16Layers", 0...1000, \.wideLayers),
    whole("refinementImages", 1...Int.max, optional: \.refinementImages, isOffered: false),
  ]

  /// Giving a target chooses all that belongs to it; what is given after it stands.
  private static let target = QuantizationOption(
    name: "target", form: .choice(DeploymentTarget.allCases.map(\.rawValue)), mayBeAutomatic: true,
    isOffered: true,
    get: { options in options.target.map { .choice($0.rawValue) } ?? .automatic },
    set: { options, value in
      if case .choice(let word) = value, let target = DeploymentTarget(rawValue: word) {
        options.choose(for: target)
      } else {
        options.target = nil
      }
    })

  private typealias Place<Value> = WritableKeyPath<QuantizationOptions, Value> & Sendable

  private static func choice<Choice: RawRepresentable<String> & CaseIterable & Sendable>(
    _ name: String, _ place: Place<Choice>
  ) -> QuantizationOption {
    QuantizationOption(
      name: name, form: .choice(Choice.allCases.map(\.rawValue)), mayBeAutomatic: false,
      isOffered: true, get: { .choice($0[keyPath: place].rawValue) },
      set: { options, value in
        if case .choice(let word) = value, let choice = Choice(rawValue: word) {
          options[keyPath: place] = choice
        }
      })
  }

  private static func choice<Choice: RawRepresentable<String> & CaseIterable & Sendable>(
    _ name: String, optional place: Place<Choice?>
  ) -> QuantizationOption {
    QuantizationOption(
      name: name, form: .choice(Choice.allCases.map(\.rawValue)), mayBeAutomatic: true,
      isOffered: true,
      get: { options in options[keyPath: place].map { .choice($0.rawValue) } ?? .automatic },
      set: { options, value in
        options[keyPath: place] =
          if case .choice(let word) = value { Choice(rawValue: word) } else { nil }
      })
  }

  private static func flag(_ name: String, _ place: Place<Bool>) -> QuantizationOption {
    QuantizationOption(
      name: name, form: .flag, mayBeAutomatic: false, isOffered: true,
      get: { .flag($0[keyPath: place]) },
      set: { options, value in
        if case .flag(let flag) = value { options[keyPath: place] = flag }
      })
  }

  private static func number<Number: BinaryFloatingPoint & Sendable>(
    _ name: String, _ range: ClosedRange<Double>, _ place: Place<Number>, isOffered: Bool = true
  ) -> QuantizationOption {
    QuantizationOption(
      name: name, form: .number(range), mayBeAutomatic: false, isOffered: isOffered,
      get: { .number(Double($0[keyPath: place])) },
      set: { options, value in
        if case .number(let number) = value { options[keyPath: place] = Number(number) }
      })
  }

  private static func whole(
    _ name: String, _ range: ClosedRange<Int>, _ place: Place<Int>
  ) -> QuantizationOption {
    QuantizationOption(
      name: name, form: .whole(range), mayBeAutomatic: false, isOffered: true,
      get: { .whole($0[keyPath: place]) },
      set: { options, value in
        if case .whole(let number) = value { options[keyPath: place] = number }
      })
  }

  private static func whole(
    _ name: String, _ range: ClosedRange<Int>, optional place: Place<Int?>, isOffered: Bool
  ) -> QuantizationOption {
    QuantizationOption(
      name: name, form: .whole(range), mayBeAutomatic: true, isOffered: isOffered,
      get: { options in options[keyPath: place].map { .whole($0) } ?? .automatic },
      set: { options, value in
        options[keyPath: place] = if case .whole(let number) = value { number } else { nil }
      })
  }
}

extension QuantizationOption.Value: CustomStringConvertible {
  /// As it is written on a command line.
  public var description: String {
    switch self {
    case .automatic: "automatic"
    case .choice(let word): word
    case .flag(let flag): "\(flag)"
    case .number(let number): Double(Float(number)).formatted
    case .whole(let number): "\(number)"
    }
  }
}

extension Double {
  /// Without a point where it is whole.
  fileprivate var formatted: String {
    self == rounded() && magnitude < 1e9 ? "\(Int(self))" : "\(self)"
  }
}
