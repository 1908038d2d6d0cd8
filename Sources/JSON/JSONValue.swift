/// A JSON value, kept whole: fields that this version does not know survive being read and written,
/// and signed statements keep their bytes.
///
/// Objects and texts compare as Swift strings do, by what is read; where bytes count, compare
/// `canonicalBytes`.
public enum JSONValue: Hashable, Sendable {
  /// `null`.
  case null
  /// `true` or `false`.
  case boolean(Bool)
  /// A number of any size and precision.
  case number(JSONNumber)
  /// A string.
  case text(String)
  /// Values in order.
  case array([JSONValue])
  /// Values by key, without order.
  case object([String: JSONValue])

  /// A whole number.
  public static func whole(_ value: Int) -> JSONValue { .number(JSONNumber(value)) }

  /// A floating-point number; `null` for infinity and what is not a number, which JSON lacks.
  public static func real(_ value: Double) -> JSONValue {
    JSONNumber(value).map(JSONValue.number) ?? .null
  }

  /// Texts in order.
  public static func texts(_ values: some Sequence<String>) -> JSONValue {
    .array(values.map(JSONValue.text))
  }

  /// The value of a key; nil when this is no object or has no such key.
  public subscript(key: String) -> JSONValue? {
    if case .object(let members) = self { members[key] } else { nil }
  }

  /// The text; nil for anything else.
  public var text: String? {
    if case .text(let text) = self { text } else { nil }
  }

  /// The elements; nil for anything but an array.
  public var elements: [JSONValue]? {
    if case .array(let elements) = self { elements } else { nil }
  }

  /// The members; nil for anything but an object.
  public var members: [String: JSONValue]? {
    if case .object(let members) = self { members } else { nil }
  }

  /// What it is, for messages; long texts are cut.
  package var summary: String {
    switch self {
    case .null: "null"
    case .boolean(let value): "\(value)"
    case .number(let number): number.text
    case .text(let text): "'\(text.prefix(80))\(text.count > 80 ? "..." : "")'"
    case .array(let elements): "an array of \(elements.count)"
    case .object: "an object"
    }
  }
}

extension JSONValue {
  /// A text as it is, anything else in its one spelling; for places that hold only texts.
  package var plainText: String { text ?? String(decoding: canonicalBytes, as: UTF8.self) }
}

extension [String: JSONValue] {
  /// The members in the order that JSON of ours is written in.
  package var inOrder: [(key: String, value: JSONValue)] {
    sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
  }
}

extension JSONValue {
  /// Reads a JSON text.
  ///
  /// - Throws: `JSONSyntaxError` where the rules are not kept.
  public init(
    parsing bytes: UnsafeRawBufferPointer, rules: JSONRules = .strict
  ) throws(JSONSyntaxError) {
    var reader = try JSONReader(bytes, rules: rules)
    var count = 0
    self = try reader.tree(&count)
    try reader.end()
  }

  /// Reads a JSON text.
  ///
  /// - Throws: `JSONSyntaxError` where the rules are not kept.
  public init(parsing bytes: [UInt8], rules: JSONRules = .strict) throws(JSONSyntaxError) {
    self = try bytes.withUnsafeBytes { bytes in
      Result { () throws(JSONSyntaxError) in try JSONValue(parsing: bytes, rules: rules) }
    }.get()
  }
}
