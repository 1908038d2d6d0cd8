import Graph

extension WeightsFile: ParameterSource {
  /// The numbers of one role, borrowed from the file where they lie in natural order.
  ///
  /// - Throws: `LoweringError.parametersMissing` when the file holds none for the layer.
  public func tensor(
    _ role: WeightsRole, of layer: Layer, part: String?, shape: Shape
  ) throws(LoweringError) -> Tensor {
    guard let block = block(layer: layer.index, role: role, part: part) else {
      throw .parametersMissing(
        layer: layer.index, location: layer.location,
        reason: missing(role, of: layer))
    }
    guard block.count == shape.count else {
      throw .parametersMissing(
        layer: layer.index, location: layer.location,
        reason: "\(path) holds \(block.count) \(block.role.rawValue), \(shape.count) are needed")
    }
    return Tensor(type: TensorType(.float32, shape), buffer: buffer(of: block))
  }

  private func missing(_ role: WeightsRole, of layer: Layer) -> String {
    if layer.options.dontLoad {
      return "dontload=1 leaves the layer's weights out of \(path); remove the key, which is for "
        + "training, if the file holds them"
    }
    if layer.options.dontLoadScales, role != .biases, role != .weights {
      return "dontloadscales=1 leaves the layer's statistics out of \(path); remove the key, "
        + "which is for training, if the file holds them"
    }
    return "\(path) ends before the layer's \(role.rawValue)"
  }
}
