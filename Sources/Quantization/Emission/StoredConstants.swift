import Graph

extension QuantizationEncoding {
  /// A float tensor as it is stored.
  func stored(_ tensor: Tensor) -> Tensor {
    Tensor(tensor.elements(Float.self).map { stored($0) }, of: element, shape: tensor.shape)
  }
}

extension EncodingForm {
  /// The encoding of a constant: all of it fits.
  func covering(_ tensor: Tensor) -> QuantizationEncoding {
    let elements = tensor.elements(Float.self).filter(\.isFinite)
    return covering(
      NumberRange(lower: Double(elements.min() ?? 0), upper: Double(elements.max() ?? 0)))
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

extension Tensor {
  /// A tensor with one axis.
  static func row<Element: TensorElement>(_ elements: [Element]) -> Tensor {
    guard let shape = try? Shape([elements.count]) else { return Tensor(scalar: elements[0]) }
    return Tensor(elements, shape: shape)
  }

  /// A tensor [1, C, 1, 1].
  static func channels<Element: TensorElement>(_ elements: [Element]) -> Tensor {
    guard let shape = try? Shape([1, elements.count, 1, 1]) else {
      return Tensor(scalar: elements[0])
    }
    return Tensor(elements, shape: shape)
  }
}
