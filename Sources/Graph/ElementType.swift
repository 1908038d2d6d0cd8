/// The type of a tensor's elements.
public enum ElementType: String, Hashable, Sendable, CaseIterable {
  case float32, uint8, int8, int32, int64

  /// Bytes of one element.
  public var byteCount: Int {
    switch self {
    case .float32, .int32: 4
    case .uint8, .int8: 1
    case .int64: 8
    }
  }
}
