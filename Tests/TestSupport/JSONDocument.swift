import Foundation

/// A JSON value with its exact type, for looking at what a program printed.
public enum JSONDocument: Decodable, Hashable, Sendable {
  case null
  case boolean(Bool)
  case number(Double)
  case string(String)
  case array([JSONDocument])
  case object([String: JSONDocument])

  /// Reads text.
  public init(_ text: String) throws {
    self = try JSONDecoder().decode(JSONDocument.self, from: Data(text.utf8))
  }

  /// Reads what a decoder is at.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .boolean(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .string(value)
    } else if let value = try? container.decode([JSONDocument].self) {
      self = .array(value)
    } else {
      self = .object(try container.decode([String: JSONDocument].self))
    }
  }

  /// The value of a key; nil when this is no object or has no such key.
  public subscript(key: String) -> JSONDocument? {
    if case .object(let members) = self { members[key] } else { nil }
  }

  /// The element at an index; nil when this is no array or ends before.
  public subscript(index: Int) -> JSONDocument? {
    elements.indices.contains(index) ? elements[index] : nil
  }

  /// The keys of an object, sorted; empty for anything else.
  public var keys: [String] {
    if case .object(let members) = self { members.keys.sorted() } else { [] }
  }

  /// The elements of an array; empty for anything else.
  public var elements: [JSONDocument] {
    if case .array(let elements) = self { elements } else { [] }
  }

  /// The number; nil for anything else.
  public var number: Double? {
    if case .number(let value) = self { value } else { nil }
  }

  /// The text; nil for anything else.
  public var string: String? {
    if case .string(let value) = self { value } else { nil }
  }

  /// True or false; nil for anything else.
  public var bool: Bool? {
    if case .boolean(let value) = self { value } else { nil }
  }

  /// Whether the keys of every object in a text with one key on each line are sorted.
  public static func keysAreSorted(in text: String) -> Bool {
    var last: [Int: String] = [:]
    for line in text.split(separator: "\n") {
      let indent = line.prefix { $0 == " " }.count
      let content = line.dropFirst(indent)
      if content.hasPrefix("\""), let end = content.dropFirst().firstIndex(of: "\""),
        content[end...].hasPrefix("\" :")
      {
        let key = String(content[content.index(after: content.startIndex)..<end])
        if let before = last[indent], before >= key { return false }
        last[indent] = key
      } else if content.hasPrefix("}") {
        last = last.filter { $0.key <= indent }
      }
      if content.hasSuffix("{") { last = last.filter { $0.key <= indent } }
    }
    return true
  }
}
