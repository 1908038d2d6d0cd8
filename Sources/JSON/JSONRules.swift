/// What a JSON text may ask of its reader, and what it is forgiven.
public struct JSONRules: Hashable, Sendable {
  /// The most bytes of the text.
  public var bytes: Int
  /// The most arrays and objects within each other.
  public var depth: Int
  /// The most values of a tree, each of which takes tens of bytes of memory.
  public var values: Int
  /// Whether what other programs write is read as they mean it: a byte order mark, NaN and Infinity,
  /// bytes that are not UTF-8 and half surrogates (as replacement characters).
  public var isLenient: Bool

  /// Strictly RFC 8259, without a key twice, which parsers disagree about: what is read so is hashed,
  /// signed and compared. The limits given here hold the manifest of half a million files.
  public static let strict = JSONRules(
    bytes: 64 << 20, depth: 64, values: 4 << 20, isLenient: false)

  /// Other people's data, read from front to back.
  public static let lenient = JSONRules(
    bytes: 1 << 32, depth: 64, values: .max, isLenient: true)

  /// The same with another limit of bytes.
  public func limited(to bytes: Int, values: Int = 4 << 20) -> JSONRules {
    var rules = self
    rules.bytes = bytes
    rules.values = values
    return rules
  }
}
