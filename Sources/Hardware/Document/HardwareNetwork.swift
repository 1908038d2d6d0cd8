/// A network as hardware computes it: what `network.json` holds.
///
/// Tensors and constants are named by their numbers, which are positions in the lists.
public struct HardwareNetwork: Codable, Hashable, Sendable {
  /// The version of the form.
  public var schemaVersion = 1
  /// The file that it was made from.
  public var model: Source
  /// How sums become 8-bit values: `float`, `fixed` or `shift`.
  public var requantization: String
  /// How maps and filters lie: `nchw` or `nhwc`.
  public var layout: String
  /// How many channels lie side by side.
  public var block: Int
  /// The order of the channels of the image that the model takes: `rgb` or `bgr`; nil where there
  /// are not three, or the model does not say.
  public var inputOrder: String?
  /// The order of the axes of the image that the model takes: `nchw` or `nhwc`; nil where the model
  /// does not say.
  public var inputLayout: String?
  /// The tensors that are given to the device.
  public var inputs: [Port]
  /// What the model gives.
  public var outputs: [Port]
  /// What is computed, and what is given.
  public var tensors: [StoredTensor]
  /// Weights, biases, factors and tables.
  public var constants: [Constant]
  /// What is computed, in order; that of the host comes last.
  public var steps: [Step]
  /// The file with all constants.
  public var packed: Packed
  /// The memory that tensors take on the device.
  public var memory: Memory
  /// Multiplications followed by an addition, in all steps.
  public var multiplyAdds: Int
  /// The images of the test vectors.
  public var images: [TestImage]

  /// The model.
  public struct Source: Codable, Hashable, Sendable {
    /// The name of the file.
    public var name: String
    /// The SHA-256 of the file.
    public var sha256: String
  }

  /// An input or an output of the model.
  public struct Port: Codable, Hashable, Sendable {
    /// What the model calls it.
    public var name: String
    /// The tensor that holds it.
    public var tensor: Int
  }

  /// One axis of a tensor or of a constant: the element with index i along it lies
  /// i / block · stride + i mod block · within elements behind the one with index 0.
  public struct Axis: Codable, Hashable, Sendable {
    /// The number of elements along the axis.
    public var size: Int
    /// How many lie side by side.
    public var block: Int
    /// The distance between blocks.
    public var stride: Int
    /// The distance within a block.
    public var within: Int

    init(_ axis: StoredShape.Axis) {
      (size, block, stride, within) = (axis.size, axis.block, axis.stride, axis.within)
    }
  }

  /// A tensor.
  public struct StoredTensor: Codable, Hashable, Sendable {
    /// Its number.
    public var index: Int
    /// What the model calls it.
    public var name: String
    /// The file of its values in the folder of each image.
    public var file: String
    /// `uint8`, `int8` or, on the host, `float32`.
    public var type: String
    /// The axes: N, C, H, W of a feature map.
    public var axes: [Axis]
    /// The extents of the file, what fills up blocks included.
    public var storedShape: [Int]
    /// real = scale · (value - zero point); nil for `float32`.
    public var scale: Float?
    /// The value of 0, which also fills up blocks; nil for `float32`.
    public var zeroPoint: Int?
    /// The constant that holds it, where it is not computed.
    public var constant: Int?
    /// Where it is in the memory of the device; nil for what is not there.
    public var memory: Place?
  }

  /// A place in memory, and when it is taken.
  public struct Place: Codable, Hashable, Sendable {
    /// The first byte.
    public var offset: Int
    /// The number of bytes.
    public var bytes: Int
    /// The step that writes it; the first one for an input.
    public var firstStep: Int
    /// The last step that reads it; the last one of the device for what the host reads.
    public var lastStep: Int
  }

  /// A constant.
  public struct Constant: Codable, Hashable, Sendable {
    /// Its number.
    public var index: Int
    /// What it is: `weights`, `bias`, `multiplier`, `shift`, `table` or `operand`.
    public var role: String
    /// Its own file.
    public var file: String
    /// `int8`, `uint8`, `int32` or `float32`.
    public var type: String
    /// The axes: output channels, input channels of a group, rows, columns of weights.
    public var axes: [Axis]
    /// The extents of the file, what fills up blocks included.
    public var storedShape: [Int]
    /// The first byte in the packed file.
    public var offset: Int
    /// The number of bytes.
    public var bytes: Int
    /// The elements in the order of the axes; nil for weights, biases and operands.
    public var values: [Double]?
  }

  /// The file with all constants.
  public struct Packed: Codable, Hashable, Sendable {
    /// Its name.
    public var file: String
    /// The number of bytes.
    public var bytes: Int
    /// What every constant's offset is a multiple of.
    public var alignment: Int
  }

  /// The memory of the device.
  public struct Memory: Codable, Hashable, Sendable {
    /// The number of bytes in which all tensors have their place.
    public var bytes: Int
    /// What every tensor's offset is a multiple of.
    public var alignment: Int
  }

  /// The vectors of an image.
  public struct TestImage: Codable, Hashable, Sendable {
    /// The name of the image's file.
    public var name: String
    /// The SHA-256 of the image's file.
    public var sha256: String
    /// The folder that holds every tensor.
    public var folder: String
    /// The file of the boxes that are found; nil for what is no detector.
    public var boxes: String?
  }
}
