import Text

/// Numbers as people read them.
enum Formatting {
  /// What stands where there is no number.
  static let none = "–"

  /// A number with a fixed number of decimals, and a minus that is as wide as a plus.
  static func fixed(_ value: Double, _ decimals: Int) -> String {
    let text = Text.fixed(value, decimals)
    return text.hasPrefix("-") ? "−\(text.dropFirst())" : text
  }

  /// A coordinate in a drawing, for programs: the minus is ASCII.
  static func coordinate(_ value: Double) -> String {
    let bounded = value.isFinite ? min(max(value, -1e6), 1e6) : 0
    let text = fixed(abs(bounded), 2)
    return bounded < 0 && text != "0.00" ? "-\(text)" : text
  }

  /// Average precision or recall in hundredths; COCO's -1 is no number.
  static func points(_ value: Double, _ decimals: Int = 2) -> String {
    value < 0 ? none : fixed(value * 100, decimals)
  }

  /// A difference in hundredths, with its sign.
  static func change(from one: Double, to other: Double, _ decimals: Int = 2) -> String {
    guard one >= 0, other >= 0 else { return none }
    let text = fixed((other - one) * 100, decimals)
    let isZero = text.allSatisfy { $0 == "0" || $0 == "." }
    return other > one && !isZero ? "+\(text)" : text
  }

  /// A ratio of signal to noise; nil where nothing differs.
  static func decibel(_ value: Double?) -> String {
    value.map { "\(fixed($0, 1)) dB" } ?? "exact"
  }

  /// A size in units of 1000.
  static func bytes(_ count: Int) -> String {
    let size = Double(count)
    return switch abs(size) {
    case ..<1e3: "\(count) B"
    case ..<1e6: "\(fixed(size / 1e3, 1)) kB"
    case ..<1e9: "\(fixed(size / 1e6, 1)) MB"
    default: "\(fixed(size / 1e9, 2)) GB"
    }
  }

  /// A whole number in groups of three digits.
  static func count(_ count: Int) -> String {
    var text = ""
    for (position, digit) in "\(count.magnitude)".reversed().enumerated() {
      if position > 0, position % 3 == 0 { text.append("\u{202F}") }
      text.append(digit)
    }
    return (count < 0 ? "−" : "") + String(text.reversed())
  }

  /// A number of any size with about three digits.
  static func short(_ value: Double) -> String {
    switch abs(value) {
    case 0: "0"
    case ..<0.001, 1e6...: "\(Float(value))"
    case ..<1: fixed(value, 3)
    case ..<10: fixed(value, 2)
    case ..<100: fixed(value, 1)
    default: fixed(value, 0)
    }
  }

  /// A time.
  static func milliseconds(_ value: Double) -> String {
    "\(fixed(value, value < 10 ? 2 : 1)) ms"
  }

  /// One thing or several.
  static func plural(_ count: Int, _ one: String, _ several: String) -> String {
    "\(Formatting.count(count)) \(count == 1 ? one : several)"
  }
}
