import Graph

/// Where lowering finds the stored numbers of a layer.
public protocol ParameterSource {
  /// The numbers of one role, in the order darknet computes with ([out][in] for matrices), under
  /// the given shape.
  ///
  /// - Throws: `LoweringError.parametersMissing` when there are none or not as many.
  func tensor(
    _ role: WeightsRole, of layer: Layer, shape: Shape
  ) throws(LoweringError) -> Tensor
}
