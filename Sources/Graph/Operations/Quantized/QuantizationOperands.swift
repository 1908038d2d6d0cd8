/// Checks that quantized operations have in common.
///
/// A quantized tensor comes with its scale (float32) and zero point (the tensor's type), scalars
/// or, along one axis, a value for each element: real = scale · (stored - zero point). Names and
/// arithmetic are those of ONNX and ONNX Runtime.
extension Operation {
  /// Checks the type of a quantized tensor.
  func expectBytes(_ type: TensorType) throws(OperationError) {
    guard type.element == .uint8 || type.element == .int8 else {
      throw OperationError("\(Self.name) takes uint8 or int8, not \(type)")
    }
  }

  /// Checks the scale and zero point of a tensor that has one of each.
  func expectScalars(
    _ scale: TensorType, _ zeroPoint: TensorType, of element: ElementType
  ) throws(OperationError) {
    guard scale.element == .float32, scale.shape.count == 1 else {
      throw OperationError("\(Self.name) takes one scale, not \(scale)")
    }
    guard zeroPoint.element == element, zeroPoint.shape.count == 1 else {
      throw OperationError("\(Self.name) takes one zero point of type \(element), not \(zeroPoint)")
    }
  }

  /// Checks a value, or one for each of `count` elements.
  func expectOneOrEach(
    _ type: TensorType, count: Int, of element: ElementType
  ) throws(OperationError) {
    guard type.element == element, type.shape.count == 1 || type.shape.dimensions == [count] else {
      throw OperationError(
        "\(Self.name) takes one value of type \(element) or \(count) of them, not \(type)")
    }
  }
}
