/// How feature maps and filters lie in memory.
public struct HardwareLayout: Hashable, Sendable {
  /// The order of a map's axes.
  public enum Order: String, Hashable, Sendable, CaseIterable {
    /// Channel by channel.
    case nchw
    /// Pixel by pixel, the channels of a pixel side by side.
    case nhwc
  }

  static let largestBlock = 1024

  /// The order of a map's axes.
  public let order: Order
  /// How many channels lie side by side; the last block is filled up.
  public let block: Int

  /// Creates a layout.
  ///
  /// - Throws: `HardwareError.block`.
  public init(order: Order = .nchw, block: Int = 1) throws(HardwareError) {
    guard (1...HardwareLayout.largestBlock).contains(block) else { throw .block(block) }
    self.order = order
    self.block = block
  }

  /// Maps [N, C, H, W]: `[N, C / block, H, W, block]`, or `[N, H, W, C]` filled up to whole blocks.
  func map(_ shape: [Int]) -> StoredShape {
    let (images, height, width) = (shape[0], shape[2], shape[3])
    let blocks = (shape[1] + block - 1) / block
    let channels = blocks * block
    switch order {
    case .nchw:
      return StoredShape(
        stored: block == 1 ? shape : [images, blocks, height, width, block],
        axes: [
          .init(images, stride: channels * height * width),
          .init(shape[1], block: block, stride: height * width * block, within: 1),
          .init(height, stride: width * block), .init(width, stride: block),
        ])
    case .nhwc:
      return StoredShape(
        stored: [images, height, width, channels],
        axes: [
          .init(images, stride: height * width * channels),
          .init(shape[1], block: block, stride: block, within: 1),
          .init(height, stride: width * channels), .init(width, stride: channels),
        ])
    }
  }

  /// Filters [M, C / groups, height, width]: `[M / block, C / block, height, width, block of M, block of
  /// C]`, or `[M, height, width, C]`. The input channels of a group are not made blocks of.
  func filters(_ shape: [Int], groups: Int) -> StoredShape {
    let inner = groups == 1 ? block : 1
    let (height, width) = (shape[2], shape[3])
    let (outputs, inputs) = ((shape[0] + block - 1) / block, (shape[1] + inner - 1) / inner)
    switch order {
    case .nchw:
      let cell = block * inner
      let plane = height * width * cell
      return StoredShape(
        stored: block == 1
          ? shape
          : [outputs, inputs, height, width, block] + (inner > 1 ? [inner] : []),
        axes: [
          .init(shape[0], block: block, stride: inputs * plane, within: inner),
          .init(shape[1], block: inner, stride: plane, within: 1),
          .init(height, stride: width * cell), .init(width, stride: cell),
        ])
    case .nhwc:
      let channels = inputs * inner
      let filter = height * width * channels
      return StoredShape(
        stored: [outputs * block, height, width, channels],
        axes: [
          .init(shape[0], block: block, stride: block * filter, within: filter),
          .init(shape[1], block: inner, stride: inner, within: 1),
          .init(height, stride: width * channels), .init(width, stride: channels),
        ])
    }
  }

  /// One number for each channel, filled up to whole blocks.
  func channels(_ count: Int) -> StoredShape {
    StoredShape(
      stored: [(count + block - 1) / block * block],
      axes: [.init(count, block: block, stride: block, within: 1)])
  }
}

/// Where the elements of a tensor lie: element (i, j, ...) at the sum over the axes of
/// i / block · stride + i mod block · within.
struct StoredShape: Hashable, Sendable {
  /// An axis of the tensor.
  struct Axis: Hashable, Sendable {
    let size: Int
    let block: Int
    let stride: Int
    let within: Int

    init(_ size: Int, block: Int = 1, stride: Int, within: Int = 0) {
      (self.size, self.block, self.stride) = (size, block, stride)
      // With blocks of one, what a place within a block would be counted by is never used.
      self.within = block == 1 ? 0 : within
    }
  }

  /// The extents as they are stored, what fills blocks up included.
  let stored: [Int]
  /// The axes of the tensor.
  let axes: [Axis]

  init(stored: [Int], axes: [Axis]) {
    (self.stored, self.axes) = (stored, axes)
  }

  /// The elements in order, without gaps.
  init(rowMajor shape: [Int]) {
    stored = shape
    var axes: [Axis] = []
    var stride = 1
    for size in shape.reversed() {
      axes.insert(Axis(size, stride: stride), at: 0)
      stride *= size
    }
    self.axes = axes
  }

  /// The number of stored elements.
  var count: Int { stored.reduce(1, *) }

  /// The elements as they are stored.
  ///
  /// - Parameters:
  ///   - elements: in the order of the tensor's axes.
  ///   - fill: what fills blocks up.
  func stored<Element>(_ elements: [Element], fill: Element) -> [Element] {
    var result = Array(repeating: fill, count: count)
    for (place, element) in zip(places(), elements) { result[place] = element }
    return result
  }

  /// Where each element lies, in the order of the tensor's axes.
  private func places() -> [Int] {
    axes.reduce([0]) { places, axis in
      let steps = (0..<axis.size).map {
        $0 / axis.block * axis.stride + $0 % axis.block * axis.within
      }
      return places.flatMap { place in steps.map { place + $0 } }
    }
  }
}
