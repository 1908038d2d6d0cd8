/// The inputs that a network is calibrated with: prepared pictures, in a fixed order.
///
/// Several threads may ask for different inputs at once.
public protocol CalibrationSource: Sendable {
  /// The number of inputs.
  var count: Int { get }

  /// For each graph input its elements (N, C, H, W), one picture.
  ///
  /// - Throws: `QuantizationError.input` when it cannot be had any more.
  func input(at index: Int) throws(QuantizationError) -> [[Float]]
}
