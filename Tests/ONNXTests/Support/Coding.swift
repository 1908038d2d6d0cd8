import Graph

/// How real numbers are stored in 8 bits, and the arithmetic of that.
///
/// Scales that are powers of two make everything in the samples exact, so that nothing depends on
/// the order of float operations.
struct Coding: Sendable {
  let scale: Float
  let zeroPoint: Int
  var isSigned = false

  /// The scale and the zero point as constants.
  func constants(_ label: String, in graph: inout Graph) -> [ValueID] {
    let zero = isSigned ? Tensor(scalar: Int8(zeroPoint)) : Tensor(scalar: UInt8(zeroPoint))
    return [
      graph.addConstant("\(label)_scale", Tensor(scalar: scale)),
      graph.addConstant("\(label)_zero_point", zero),
    ]
  }

  /// A constant of quantized values.
  func constant(_ label: String, _ values: [Int], _ shape: [Int], in graph: inout Graph) throws
    -> ValueID
  {
    let shape = try Shape(shape)
    let tensor =
      isSigned
      ? Tensor(values.map { Int8($0) }, shape: shape)
      : Tensor(values.map { UInt8($0) }, shape: shape)
    return graph.addConstant(label, tensor)
  }

  /// The nearest real number that can be stored.
  ///
  /// - Parameter roundsLast: whether halfway cases go to the even quantized value, as sums, products
  ///   and means of windows do in ONNX Runtime, or to an even distance from the zero point.
  func nearest(_ real: Float, roundsLast: Bool = false) -> Float {
    let range: ClosedRange<Float> = isSigned ? -128...127 : 0...255
    let (steps, zero) = (real / scale, Float(zeroPoint))
    let stored =
      roundsLast
      ? (steps + zero).rounded(.toNearestOrEven)
      : steps.rounded(.toNearestOrEven) + zero
    return (min(max(stored, range.lowerBound), range.upperBound) - Float(zeroPoint)) * scale
  }

  /// All of a tensor.
  func nearest(_ real: Dense, roundsLast: Bool = false) -> Dense {
    Dense(real.shape, real.elements.map { nearest($0, roundsLast: roundsLast) })
  }
}
