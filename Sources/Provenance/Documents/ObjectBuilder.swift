import Digests
import JSON

/// Builds a JSON object: what is absent or empty is left out, and members that were only carried
/// along stand beside those that are known.
struct ObjectBuilder {
  private(set) var members: [String: JSONValue]

  /// Starts with the members that are carried along.
  init(_ others: [String: JSONValue] = [:]) { members = others }

  /// Sets a member, if there is a value.
  mutating func set(_ key: String, _ value: JSONValue?) {
    if let value { members[key] = value }
  }

  /// Sets a text, if there is one.
  mutating func set(_ key: String, _ text: String?) {
    set(key, text.map(JSONValue.text))
  }

  /// Sets a whole number, if there is one.
  mutating func set(_ key: String, _ number: Int?) {
    set(key, number.map(JSONValue.whole))
  }

  /// Sets a digest, if there is one.
  mutating func set(_ key: String, _ digest: Digest?) {
    set(key, digest?.description)
  }

  /// Sets a list of texts unless it is empty.
  mutating func set(_ key: String, _ texts: [String]) {
    if !texts.isEmpty { members[key] = .texts(texts) }
  }

  /// Sets an object, if there is one.
  mutating func set(_ key: String, _ part: (some DocumentPart)?) {
    set(key, part?.json)
  }

  /// Sets a list of objects unless it is empty.
  mutating func set(_ key: String, _ parts: [some DocumentPart]) {
    if !parts.isEmpty { members[key] = .array(parts.map(\.json)) }
  }

  /// Sets an object unless it is empty.
  mutating func set(_ key: String, _ object: [String: JSONValue]) {
    if !object.isEmpty { members[key] = .object(object) }
  }

  /// The object.
  var json: JSONValue { .object(members) }
}
