/// The kernels of a convolution, alone or within a recurrent layer.
struct Kernel {
  /// Output channels.
  var filters: Int
  /// Input channels that each filter sees.
  var channelsPerGroup: Int
  /// Side.
  var size: Int
  /// Weights and inputs are reduced to their signs, which darknet counts as a 32nd of the work.
  var isBinary = false

  init(filters: Int, channels: Int, groups: Int, size: Int, isBinary: Bool = false) {
    self.filters = filters
    self.channelsPerGroup = max(channels / groups, 1)
    self.size = size
    self.isBinary = isBinary
  }

  /// The work of so many places of the output.
  func work(places: Int) -> Work {
    let count = filters &* channelsPerGroup &* size &* size &* places
    return Work(multiplyAdds: count, operations: 2 * Double(count) / (isBinary ? 32 : 1))
  }
}

/// The strides of both axes as the cfg gives them.
struct Stride {
  var x: Int
  var y: Int

  /// Reads `stride_x` and `stride_y`, which win over `stride` when they are at least 1.
  init(reading reader: inout SectionReader) {
    let stride = reader.positive("stride", default: 1)
    let (x, y) = (reader.integer("stride_x", default: -1), reader.integer("stride_y", default: -1))
    self.x = x < 1 ? stride : x
    self.y = y < 1 ? stride : y
    for (key, value) in [("stride_x", x), ("stride_y", y)]
    where value < 1 && reader.section[key] != nil {
      reader.error("\(key)=\(value) has to be at least 1", at: key)
    }
  }
}

/// The fixed depthwise kernel of `antialiasing`; its stride is the host layer's.
public enum Blur: Hashable, Sendable {
  /// [1 2 1; 2 4 2; 1 2 1] / 16 with padding 1.
  case binomial3
  /// 2x2 of 1/4 without padding.
  case box2

  /// Side of the kernel.
  public var size: Int { self == .binomial3 ? 3 : 2 }
  /// Zeros on each side.
  public var padding: Int { self == .binomial3 ? 1 : 0 }
}
