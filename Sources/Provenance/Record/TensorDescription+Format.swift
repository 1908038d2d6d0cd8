extension TensorDescription {
  /// Name, type and shape, for example `input: float32 [N, 3, 416, 416]`.
  var format: String {
    "\(name): \(elementType) [\(shape.map(\.description).joined(separator: ", "))]"
  }
}
