import Graph

extension QuantizationEncoding {
  /// A float tensor as it is stored.
  func stored(_ tensor: Tensor) -> Tensor {
    let numbers = tensor.elements(Float.self).map { stored($0) }
    return element == .uint8
      ? Tensor(numbers.map { UInt8(truncatingIfNeeded: $0) }, shape: tensor.shape)
      : Tensor(numbers.map { Int8(truncatingIfNeeded: $0) }, shape: tensor.shape)
  }

  /// The encoding of a constant: all of it fits.
  init(covering tensor: Tensor, element: ElementType) {
    let elements = tensor.elements(Float.self).filter(\.isFinite)
    let lower = min(0, elements.min() ?? 0)
    let upper = max(0, elements.max() ?? 0)
    self.init(element: element, lower: lower, upper: upper)
  }

  /// The encoding whose range is `lower` to `upper`, moved so that 0 is stored exactly.
  ///
  /// - Precondition: `lower` <= 0 <= `upper`, both finite.
  init(element: ElementType, lower: Float, upper: Float) {
    let limits = QuantizationEncoding.limits(of: element)
    let scale = max((upper - lower) / Float(limits.count - 1), .leastNormalMagnitude)
    let zeroPoint = (Float(limits.lowerBound) - lower / scale).rounded(.toNearestOrEven)
    self.init(
      element: element, scale: scale,
      zeroPoint: min(max(Int(zeroPoint), limits.lowerBound), limits.upperBound))
  }
}

extension QuantizedFilters {
  /// The scales as a constant: one, or one for each filter.
  var scaleTensor: Tensor { .list(scales) }

  /// The zero points as a constant, all 0.
  var zeroPointTensor: Tensor { .list(scales.map { _ in Int8(0) }) }
}

extension Tensor {
  /// A scalar for one element, otherwise a tensor with one axis.
  static func list<Element: TensorElement>(_ elements: [Element]) -> Tensor {
    guard elements.count != 1, let shape = try? Shape([elements.count]) else {
      return Tensor(scalar: elements[0])
    }
    return Tensor(elements, shape: shape)
  }
}
