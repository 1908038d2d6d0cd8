import Graph

/// A constant tensor as it goes into a file.
struct Initializer {
  let name: String
  let dimensions: [Int]
  let element: ElementType
  /// The elements, row-major, little-endian.
  let buffer: TensorBuffer
  /// Whether the float32 elements are stored as float16.
  let isHalf: Bool

  /// A tensor of the graph.
  init(_ name: String, _ tensor: Tensor, isHalf: Bool) {
    self.init(name, tensor.shape.dimensions, tensor.type.element, tensor.buffer, isHalf: isHalf)
  }

  /// A tensor with one axis.
  init<Element: TensorElement>(_ name: String, _ elements: [Element]) {
    let buffer = elements.withUnsafeBytes { source in
      TensorBuffer(byteCount: source.count) { $0.copyMemory(from: source) }
    }
    self.init(name, [elements.count], Element.elementType, buffer, isHalf: false)
  }

  private init(
    _ name: String, _ dimensions: [Int], _ element: ElementType, _ buffer: TensorBuffer,
    isHalf: Bool
  ) {
    self.name = name
    self.dimensions = dimensions
    self.element = element
    self.buffer = buffer
    self.isHalf = isHalf
  }

  /// The size of the elements in the file.
  var byteCount: Int { isHalf ? buffer.byteCount / 2 : buffer.byteCount }

  /// Everything but the elements.
  var proto: Onnx_TensorProto {
    var proto = Onnx_TensorProto()
    proto.name = name
    proto.dims = dimensions.map(Int64.init)
    proto.dataType = Onnx_TensorProto.DataType(element, isHalf: isHalf).number
    return proto
  }
}
