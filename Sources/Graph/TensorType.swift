/// The element type and shape of a tensor.
public struct TensorType: Hashable, Sendable, CustomStringConvertible {
  /// The type of the elements.
  public var element: ElementType
  /// The extents.
  public var shape: Shape

  /// Creates a type.
  public init(_ element: ElementType, _ shape: Shape) {
    self.element = element
    self.shape = shape
  }

  /// The size of the elements in bytes.
  public var byteCount: Int { shape.count * element.byteCount }

  /// For example `float32 1x3x416x416`.
  public var description: String { "\(element) \(shape)" }
}
