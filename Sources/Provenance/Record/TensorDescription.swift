/// An input or output of a model.
public struct TensorDescription: Hashable, Sendable {
  /// The extent of an axis.
  public enum Extent: Hashable, Sendable, CustomStringConvertible {
    /// A number of elements.
    case fixed(Int)
    /// One that every run may choose, by its name; `N` for the number of pictures.
    case named(String)

    /// The number or the name.
    public var description: String {
      switch self {
      case .fixed(let count): "\(count)"
      case .named(let name): name
      }
    }
  }

  /// The name.
  public var name: String
  /// The type of the elements: `float32`, `uint8`, ...
  public var elementType: String
  /// The extents; of pictures N, C, H, W.
  public var shape: [Extent]
  /// Fields that this version does not know.
  public var others: [String: JSONValue] = [:]

  /// Describes a tensor.
  public init(name: String, elementType: String, shape: [Extent]) {
    self.name = name
    self.elementType = elementType
    self.shape = shape
  }
}
