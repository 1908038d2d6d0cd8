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
