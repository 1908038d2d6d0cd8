import Graph

extension HardwareNetwork {
  /// One operation.
  public struct Step: Codable, Hashable, Sendable {
    /// Its number.
    public var index = 0
    /// What is computed.
    public var operation: Operation
    /// `device` or `host`.
    public var runsOn = "device"
    /// The node of the model.
    public var node: String
    /// The darknet layer; nil where it is not known.
    public var layer: Int?
    /// The tensors that are read.
    public var inputs: [Int]
    /// The tensors that are written.
    public var outputs: [Int]
    /// How the window of a convolution or pooling moves.
    public var window: StepWindow?
    /// Blocks of channels that are convolved separately.
    public var groups: Int?
    /// The value of cells outside of a map.
    public var paddingValue: Int?
    /// The constant with the weights.
    public var weights: Int?
    /// The constant with the biases, which sums start from.
    public var bias: Int?
    /// The constant with the multipliers.
    public var multiplier: Int?
    /// The constant with the shifts.
    public var shift: Int?
    /// The constants with tables, one for each operand.
    public var tables: [Int]?
    /// The limits of the result.
    public var clamp: [Int]?
    /// What sums can be, whatever the input.
    public var accumulator: Accumulator?
    /// The elements that are copied.
    public var moves: [Move]?
    /// Multiplications followed by an addition.
    public var multiplyAdds: Int?
  }

  /// What a step computes; `docs/targets/hardware.md` has the formulas.
  public enum Operation: String, Codable, Hashable, Sendable, CaseIterable {
    case convolution, maxPool, averagePool, globalAveragePool, add, multiply
    case table, concatenate, split, slice, reshape, transpose, upsample, pad
    case dequantize
  }

  /// A window, rows before columns.
  public struct StepWindow: Codable, Hashable, Sendable {
    /// The size.
    public var kernel: [Int]
    /// The step between windows.
    public var stride: [Int]
    /// The cells above, to the left, below, to the right.
    public var padding: [Int]
    /// The distance between the cells of a window.
    public var dilation: [Int]

    init(_ window: Window) {
      kernel = [window.kernel.height, window.kernel.width]
      stride = [window.stride.height, window.stride.width]
      let padding = window.padding
      self.padding = [padding.top, padding.left, padding.bottom, padding.right]
      dilation = [window.dilation.height, window.dilation.width]
    }
  }

  /// The range of sums.
  public struct Accumulator: Codable, Hashable, Sendable {
    /// The least sum.
    public var least: Int
    /// The largest sum.
    public var most: Int
    /// The bits of a signed number that holds both.
    public var bits: Int
  }

  /// Elements that are copied: for all counts i, j, ... the one at from + i · fromStrides[0] + ... to
  /// to + i · toStrides[0] + ..., places being counted in the order of the tensors' axes.
  public struct Move: Codable, Hashable, Sendable {
    /// The tensor that is read; nil where a number is written.
    public var input: Int?
    /// The tensor that is written.
    public var output: Int
    /// The number that is written; nil where a tensor is read.
    public var value: Int?
    /// The constant with a table in which values are looked up on the way; nil where they stay.
    public var table: Int?
    /// How many elements along each axis of the copy.
    public var counts: [Int]
    /// Where the first element is read.
    public var from: Int
    /// The distances between elements that are read.
    public var fromStrides: [Int]
    /// Where the first element is written.
    public var to: Int
    /// The distances between elements that are written.
    public var toStrides: [Int]
  }
}
