/// The inputs that a network is calibrated with: prepared pictures, in a fixed order.
///
/// Several threads may ask for different inputs at once.
public protocol CalibrationSource: Sendable {
  /// The number of inputs.
  var count: Int { get }

  /// For each graph input its elements (N, C, H, W), one picture; nil for one that is left out.
  ///
  /// - Throws: `QuantizationError.input` when calibration shall not go on without it.
  func input(at index: Int) throws(QuantizationError) -> [[Float]]?
}
