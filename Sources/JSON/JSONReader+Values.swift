extension JSONReader {
  /// Reads a value with all that is in it.
  ///
  /// - Parameter count: the values read so far.
  mutating func tree(_ count: inout Int) throws(JSONSyntaxError) -> JSONValue {
    let first = peek()
    count += 1
    guard count <= rules.values else {
      throw error("holds more than the \(rules.values) values that are read")
    }
    switch first {
    case UInt8(ascii: "{"):
      var members: [String: JSONValue] = [:]
      try object { reader, key throws(JSONSyntaxError) in
        guard members[key] == nil || reader.rules.isLenient else {
          reader.position = reader.keyPosition
          throw reader.error("the key \(JSONValue.text(key).summary) is there twice")
        }
        members[key] = try reader.tree(&count)
      }
      return .object(members)
    case UInt8(ascii: "["):
      var elements: [JSONValue] = []
      try array { reader throws(JSONSyntaxError) in elements.append(try reader.tree(&count)) }
      return .array(elements)
    default:
      switch try scalar() {
      case .null: return .null
      case .boolean(let value): return .boolean(value)
      case .text(let text): return .text(text)
      case .number(let number):
        return .number(
          JSONNumber(literal: String(decoding: bytes[number.range], as: UTF8.self)))
      }
    }
  }

  /// What is neither an array nor an object.
  enum Scalar {
    case null
    case boolean(Bool)
    case text(String)
    case number(Number)
  }

  mutating func scalar() throws(JSONSyntaxError) -> Scalar {
    switch peek() {
    case UInt8(ascii: "\""): return .text(try string())
    case UInt8(ascii: "t"):
      try word("true")
      return .boolean(true)
    case UInt8(ascii: "f"):
      try word("false")
      return .boolean(false)
    case UInt8(ascii: "n"):
      try word("null")
      return .null
    default: return .number(try number())
    }
  }

  /// A value that somebody asked for, of which objects are not kept.
  public indirect enum Value: Sendable {
    /// `null`.
    case null
    /// `true` or `false`.
    case boolean(Bool)
    /// A number without fraction or exponent that fits.
    case integer(Int)
    /// Any other number.
    case number(Double)
    /// A string.
    case text(String)
    /// Values in order.
    case array([Value])
    /// An object, whose members are not kept.
    case object
  }

  /// Reads a value; of an object nothing is kept.
  public mutating func value() throws(JSONSyntaxError) -> Value {
    switch peek() {
    case UInt8(ascii: "{"):
      try skip()
      return .object
    case UInt8(ascii: "["):
      var elements: [Value] = []
      try array { reader throws(JSONSyntaxError) in elements.append(try reader.value()) }
      return .array(elements)
    default:
      switch try scalar() {
      case .null: return .null
      case .boolean(let value): return .boolean(value)
      case .text(let text): return .text(text)
      case .number(let number): return number.whole.map(Value.integer) ?? .number(number.double)
      }
    }
  }
}

extension JSONReader.Value {
  /// The number as a floating-point one.
  public var double: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }

  /// The number when it is whole; 139.0 is, as in Python.
  public var whole: Int? {
    switch self {
    case .integer(let value): value
    case .number(let value): Int(exactly: value)
    default: nil
    }
  }
}

extension JSONReader.Value: CustomStringConvertible {
  /// What it is, for messages; long texts are cut.
  public var description: String {
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
