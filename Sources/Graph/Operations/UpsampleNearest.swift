/// Repeats every element `scale` times along rows and columns.
///
/// Operand: map [N, C, H, W]. Result: [N, C, H · scale.height, W · scale.width].
public struct UpsampleNearest: Operation {
  /// Used in messages.
  public static let name = "nearest upsampling"

  /// The whole factors.
  public var scale: Extent2D

  /// Creates an upsampling.
  public init(scale: Extent2D) { self.scale = scale }

  /// The types of the results.
  public func outputTypes(for inputs: [TensorType]) throws(OperationError) -> [TensorType] {
    try expect(inputs, count: 1...1)
    try expect(inputs[0], rank: 4)
    try expectFloatsOrBytes(inputs[0])
    let map = inputs[0].shape
    let (height, overflowH) = map[2].multipliedReportingOverflow(by: scale.height)
    let (width, overflowW) = map[3].multipliedReportingOverflow(by: scale.width)
    guard scale.height > 0, scale.width > 0, !overflowH, !overflowW else {
      throw OperationError("a map of shape \(map) cannot be enlarged by \(scale)")
    }
    return [TensorType(inputs[0].element, try Shape([map[0], map[1], height, width]))]
  }
}
