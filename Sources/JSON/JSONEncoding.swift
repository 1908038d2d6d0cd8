/// Writes `Encodable` types as JSON.
public enum JSONEncoding {
  /// The value as JSON for people and files: keys sorted, numbers unrounded, indented, without a
  /// newline at the end.
  ///
  /// - Throws: `EncodingError` for numbers that JSON cannot hold.
  public static func text(_ value: some Encodable) throws -> String {
    String(decoding: try tree(value).readableBytes, as: UTF8.self)
  }

  /// The value as a tree.
  ///
  /// - Throws: `EncodingError` for numbers that JSON cannot hold.
  public static func tree(_ value: some Encodable) throws -> JSONValue {
    let encoder = ValueEncoder(codingPath: [])
    try value.encode(to: encoder)
    return encoder.node.value
  }
}

/// A value that is being made.
private final class Node {
  enum Content {
    case none
    case value(JSONValue)
    case object([String: Node])
    case array([Node])
  }

  var content = Content.none

  var value: JSONValue {
    switch content {
    case .none: .object([:])
    case .value(let value): value
    case .object(let members): .object(members.mapValues(\.value))
    case .array(let elements): .array(elements.map(\.value))
    }
  }

  func member(_ key: String) -> Node {
    let node = Node()
    guard case .object(var members) = content else {
      content = .object([key: node])
      return node
    }
    // Let go of it, lest it is copied for each member.
    content = .none
    members[key] = node
    content = .object(members)
    return node
  }

  func element() -> Node {
    let node = Node()
    guard case .array(var elements) = content else {
      content = .array([node])
      return node
    }
    content = .none
    elements.append(node)
    content = .array(elements)
    return node
  }
}

private struct ValueEncoder: Encoder, SingleValueEncodingContainer {
  var node = Node()
  let codingPath: [any CodingKey]
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    if case .none = node.content { node.content = .object([:]) }
    return KeyedEncodingContainer(KeyedNodes(node: node, codingPath: codingPath))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    if case .none = node.content { node.content = .array([]) }
    return NodeList(node: node, codingPath: codingPath)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { self }

  private func set(_ value: JSONValue) { node.content = .value(value) }

  private func set(real value: some BinaryFloatingPoint & CustomStringConvertible) throws {
    guard value.isFinite else {
      throw EncodingError.invalidValue(
        value, .init(codingPath: codingPath, debugDescription: "\(value) is no number of JSON"))
    }
    // Shortest that reads back; whole values have no fraction.
    let text = value.description
    set(.number(JSONNumber(literal: text.hasSuffix(".0") ? String(text.dropLast(2)) : text)))
  }

  private func set(whole value: some FixedWidthInteger) {
    set(.number(JSONNumber(literal: "\(value)")))
  }

  func encodeNil() { set(.null) }
  func encode(_ value: Bool) { set(.boolean(value)) }
  func encode(_ value: String) { set(.text(value)) }
  func encode(_ value: Double) throws { try set(real: value) }
  func encode(_ value: Float) throws { try set(real: value) }
  func encode(_ value: Int) { set(whole: value) }
  func encode(_ value: Int8) { set(whole: value) }
  func encode(_ value: Int16) { set(whole: value) }
  func encode(_ value: Int32) { set(whole: value) }
  func encode(_ value: Int64) { set(whole: value) }
  func encode(_ value: UInt) { set(whole: value) }
  func encode(_ value: UInt8) { set(whole: value) }
  func encode(_ value: UInt16) { set(whole: value) }
  func encode(_ value: UInt32) { set(whole: value) }
  func encode(_ value: UInt64) { set(whole: value) }
  func encode(_ value: some Encodable) throws { try value.encode(to: self) }
}

private struct KeyedNodes<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let node: Node
  let codingPath: [any CodingKey]

  private func encoder(_ key: any CodingKey) -> ValueEncoder {
    ValueEncoder(node: node.member(key.stringValue), codingPath: codingPath + [key])
  }

  func encodeNil(forKey key: Key) { encoder(key).encodeNil() }

  func encode(_ value: some Encodable, forKey key: Key) throws {
    try value.encode(to: encoder(key))
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) -> KeyedEncodingContainer<Nested> {
    encoder(key).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    encoder(key).unkeyedContainer()
  }

  func superEncoder() -> any Encoder { encoder(Place(stringValue: "super")) }
  func superEncoder(forKey key: Key) -> any Encoder { encoder(key) }
}

private struct NodeList: UnkeyedEncodingContainer {
  let node: Node
  let codingPath: [any CodingKey]

  var count: Int {
    if case .array(let elements) = node.content { elements.count } else { 0 }
  }

  private func encoder() -> ValueEncoder {
    let index = count
    return ValueEncoder(
      node: node.element(), codingPath: codingPath + [Place(intValue: index)])
  }

  func encodeNil() { encoder().encodeNil() }
  func encode(_ value: some Encodable) throws { try value.encode(to: encoder()) }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) -> KeyedEncodingContainer<Nested> {
    encoder().container(keyedBy: type)
  }

  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { encoder().unkeyedContainer() }
  func superEncoder() -> any Encoder { encoder() }
}
