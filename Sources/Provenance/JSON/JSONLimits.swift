/// How much a JSON text may ask of its reader.
public struct JSONLimits: Hashable, Sendable {
  /// The most bytes of the text.
  public var bytes: Int
  /// The most arrays and objects within each other.
  public var depth: Int
  /// The most values, each of which takes tens of bytes of memory.
  public var values: Int

  /// Sets limits; those given here hold the manifest of half a million files.
  public init(bytes: Int = 64 << 20, depth: Int = 64, values: Int = 4 << 20) {
    self.bytes = bytes
    self.depth = depth
    self.values = values
  }
}
