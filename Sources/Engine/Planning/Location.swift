import Graph

/// The order of a tensor's elements in memory.
enum Layout: Hashable, Sendable {
  /// As in the graph, outermost axis first, without gaps.
  case planar
  /// N, H, W, C with `stride` elements from pixel to pixel, which may exceed the channels: then
  /// the tensor is a slice of a wider one.
  case interleaved(stride: Int)
}

/// Where the elements of a value are while the plan runs.
struct Location: Sendable {
  /// The memory a location is in.
  enum Memory: Sendable {
    /// A buffer of the plan's arena.
    case buffer(Int)
    /// What the caller provided as the graph input of this position.
    case input(Int)
    /// A constant.
    case constant(TensorBuffer)
  }

  var memory: Memory
  /// From the start of the memory.
  var byteOffset = 0
  var layout: Layout
  var type: TensorType

  /// The elements from pixel to pixel; the channels unless the tensor is a slice.
  var pixelStride: Int {
    if case .interleaved(let stride) = layout { return stride }
    return type.shape.rank == 4 ? type.shape[1] : 1
  }

  /// Whether the layout is `interleaved`.
  var isInterleaved: Bool {
    if case .interleaved = layout { return true }
    return false
  }

  /// The distance in elements between neighbours along each axis of the shape.
  var strides: [Int] {
    let dimensions = type.shape.dimensions
    if case .interleaved(let stride) = layout {
      let row = dimensions[3] * stride
      return [dimensions[2] * row, 1, row, stride]
    }
    var strides = Array(repeating: 1, count: dimensions.count)
    for axis in dimensions.indices.dropLast().reversed() {
      strides[axis] = strides[axis + 1] * dimensions[axis + 1]
    }
    return strides
  }

  /// Some channels of an interleaved map.
  func slice(channel: Int, _ type: TensorType) -> Location {
    var slice = self
    slice.byteOffset += channel * type.element.byteCount
    slice.type = type
    return slice
  }

  /// The buffer, when the location is in the arena.
  var buffer: Int? {
    if case .buffer(let index) = memory { return index }
    return nil
  }
}
