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

/// The type of a tensor's elements.
public enum ElementType: String, Hashable, Sendable, CaseIterable {
  case float32, uint8, int8, uint16, int16, int32, int64

  /// Bytes of one element.
  public var byteCount: Int {
    switch self {
    case .float32, .int32: 4
    case .uint8, .int8: 1
    case .uint16, .int16: 2
    case .int64: 8
    }
  }

  /// Whether it is of 8 bits.
  public var isByte: Bool { self == .uint8 || self == .int8 }

  /// Whether activations can be stored in it: whole numbers of 8 or of 16 bits.
  public var isActivation: Bool { isByte || isWide }

  /// Whether it is of 16 bits.
  public var isWide: Bool { self == .uint16 || self == .int16 }
}

/// Names a value within its graph.
public struct ValueID: Hashable, Sendable {
  /// The position in `Graph.values`.
  public let index: Int

  init(_ index: Int) { self.index = index }
}

/// A named tensor of the graph: an input, a constant, or what a node computes.
public struct Value: Sendable {
  /// Unique in the graph, never empty.
  public var name: String
  /// The element type and shape.
  public var type: TensorType
  /// The elements of a constant; nil for inputs and computed values.
  public var constant: Tensor?
  /// The darknet layer it belongs to; nil for what belongs to none.
  public var origin: Origin?
}
