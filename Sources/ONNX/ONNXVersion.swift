/// The versions of the file format and of the standard operator set.
public enum ONNXVersion {
  /// The operator sets that can be written.
  ///
  /// 13 is the default and what the oldest runtimes in use take. It is raised only where an operator
  /// needs it: `AveragePool` has dilations from 19 on. A newer set can be asked for; from 18 on
  /// `Mish` is one node, below it is composed.
  ///
  /// Never used, whatever the set: `Gelu` (20), whose tanh form has the constants
  /// sqrt(2/π) = 0.79788456 and 0.044715 · sqrt(2/π) = 0.03567741, where darknet has 0.797885 and
  /// 0.035677: for x below -3 the results differ by more than float rounding; `HardSwish` (14),
  /// which is another function than any of darknet's.
  public static let writableOpsets = 13...22
  /// The first operator set whose own `QuantizeLinear` and `DequantizeLinear` take 16 bits.
  public static let firstWideOpset = 21
  /// The operator sets that are known; below 7 element-wise operators broadcast otherwise. A file of a
  /// newer one is read by the rules of the newest known, as long as it has no operator that is not
  /// known: new sets change few.
  public static let knownOpsets = 7...27
  /// The file format versions that are known; newer ones add what is not read here.
  public static let knownIR = 3...14
  /// No version comes near; a larger number is damage.
  static let largestVersion = 999
  /// The most bytes a protobuf message can have.
  public static let largestFile = Int(Int32.max)

  /// The oldest file format for an operator set, but not below 8, which runtimes in use all take
  /// (`onnx.helper.OP_SET_ID_VERSION_MAP`).
  static func ir(forOpset opset: Int) -> Int {
    switch opset {
    case ...18: 8
    case ...20: 9
    default: 10
    }
  }
}
