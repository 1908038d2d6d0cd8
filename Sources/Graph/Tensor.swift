/// A constant tensor: a type and its elements, row-major, little-endian.
public struct Tensor: Sendable {
  /// The element type and shape.
  public let type: TensorType
  /// The elements' bytes, exactly `type.byteCount` of them, not necessarily aligned.
  public let buffer: TensorBuffer

  /// Creates a tensor over existing bytes.
  ///
  /// - Precondition: the buffer holds exactly as many bytes as the type needs.
  public init(type: TensorType, buffer: TensorBuffer) {
    precondition(buffer.byteCount == type.byteCount, "a tensor's bytes must fill its shape")
    self.type = type
    self.buffer = buffer
  }

  /// Copies elements into a tensor.
  ///
  /// - Precondition: there are exactly as many elements as the shape holds.
  public init<Element: TensorElement>(_ elements: [Element], shape: Shape) {
    let buffer = elements.withUnsafeBytes { source in
      TensorBuffer(byteCount: source.count) { $0.copyMemory(from: source) }
    }
    self.init(type: TensorType(Element.elementType, shape), buffer: buffer)
  }

  /// Whole numbers as a type of 8 or 16 bits, of which they keep the lower bits.
  ///
  /// - Precondition: `element.isActivation`, and there are as many numbers as the shape holds.
  public init(_ numbers: [Int], of element: ElementType, shape: Shape) {
    precondition(element.isActivation, "quantized values have 8 or 16 bits")
    switch element {
    case .uint16: self.init(numbers.map { UInt16(truncatingIfNeeded: $0) }, shape: shape)
    case .int16: self.init(numbers.map { Int16(truncatingIfNeeded: $0) }, shape: shape)
    case .uint8: self.init(numbers.map { UInt8(truncatingIfNeeded: $0) }, shape: shape)
    default: self.init(numbers.map { Int8(truncatingIfNeeded: $0) }, shape: shape)
    }
  }

  /// A tensor without axes that holds one element.
  public init<Element: TensorElement>(scalar: Element) {
    self.init([scalar], shape: .scalar)
  }

  /// The extents.
  public var shape: Shape { type.shape }

  /// A copy of the elements; empty when the tensor holds another type.
  public func elements<Element: TensorElement>(_: Element.Type = Element.self) -> [Element] {
    guard Element.elementType == type.element else { return [] }
    return buffer.withUnsafeBytes { bytes in
      Array(unsafeUninitializedCapacity: type.shape.count) { target, count in
        UnsafeMutableRawBufferPointer(target).copyMemory(from: bytes)
        count = type.shape.count
      }
    }
  }
}

/// A Swift type that tensors can hold.
public protocol TensorElement: BitwiseCopyable, Sendable {
  /// The corresponding element type.
  static var elementType: ElementType { get }
}

extension Float: TensorElement {
  /// 32-bit IEEE 754.
  public static var elementType: ElementType { .float32 }
}
extension UInt8: TensorElement {
  /// 8-bit unsigned.
  public static var elementType: ElementType { .uint8 }
}
extension Int8: TensorElement {
  /// 8-bit signed.
  public static var elementType: ElementType { .int8 }
}
extension UInt16: TensorElement {
  /// 16-bit unsigned.
  public static var elementType: ElementType { .uint16 }
}
extension Int16: TensorElement {
  /// 16-bit signed.
  public static var elementType: ElementType { .int16 }
}
extension Int32: TensorElement {
  /// 32-bit signed.
  public static var elementType: ElementType { .int32 }
}
extension Int64: TensorElement {
  /// 64-bit signed.
  public static var elementType: ElementType { .int64 }
}
