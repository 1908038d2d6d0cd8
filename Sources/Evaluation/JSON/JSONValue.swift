/// A value in a JSON text that somebody asked for.
indirect enum JSONValue: Sendable, CustomStringConvertible {
  case null
  case boolean(Bool)
  /// A number without fraction or exponent that fits.
  case integer(Int)
  /// Any other number; also NaN and Infinity, which Python writes though JSON has none.
  case number(Double)
  case text(String)
  case array([JSONValue])
  /// An object, whose members are not kept.
  case object

  /// The number as a floating-point one.
  var double: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }

  /// The number when it is whole; 139.0 is, as in Python.
  var whole: Int? {
    switch self {
    case .integer(let value): value
    case .number(let value): Int(exactly: value)
    default: nil
    }
  }

  /// What it is, for messages; long texts are cut.
  var description: String {
    switch self {
    case .null: "null"
    case .boolean(let value): "\(value)"
    case .integer(let value): "\(value)"
    case .number(let value): value.isNaN ? "NaN" : "\(value)"
    case .text(let text): "the text '\(text.prefix(40))\(text.count > 40 ? "..." : "")'"
    case .array(let elements): "an array of \(elements.count)"
    case .object: "an object"
    }
  }
}
