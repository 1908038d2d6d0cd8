import Graph

extension NodeToRead {
  /// The window of a convolution or pooling on a map of the given type.
  ///
  /// - Parameter kernel: its size where operands tell; `kernel_shape` must then agree.
  mutating func window(on map: TensorType, kernel known: Extent2D?) throws(ONNXError) -> Window {
    let shape = map.shape
    guard shape.rank == 4 else {
      throw operandProblem("takes a map with 4 axes here, not one of shape \(shape)")
    }
    guard let kernel = try extent("kernel_shape") ?? known, known == nil || known == kernel else {
      throw problem("kernel_shape", "is absent or does not agree with the filters")
    }
    // Also that of filters which are no constant, and so may have any size.
    guard [kernel.height, kernel.width].allSatisfy(NodeToRead.range.contains) else {
      throw operandProblem("has filters of \(kernel.height) x \(kernel.width)")
    }
    var window = Window(
      kernel: kernel, stride: try extent("strides") ?? Extent2D(1),
      dilation: try extent("dilations") ?? Extent2D(1))
    let pads = try integers("pads") ?? [0, 0, 0, 0]
    guard pads.count == 4, pads.allSatisfy(NodeToRead.padRange.contains) else {
      throw problem("pads", "is \(pads); known are 4 numbers from 0")
    }
    window.padding = Padding2D(top: pads[0], left: pads[1], bottom: pads[2], right: pads[3])
    let automatic = try word("auto_pad") ?? "NOTSET"
    let rows = NodeToRead.sameSize(
      shape[2], kernel.height, window.stride.height, window.dilation.height)
    let columns = NodeToRead.sameSize(
      shape[3], kernel.width, window.stride.width, window.dilation.width)
    switch automatic {
    case "NOTSET": break
    case "VALID": window.padding = Padding2D()
    case "SAME_UPPER":
      window.padding = Padding2D(
        top: rows / 2, left: columns / 2, bottom: rows - rows / 2, right: columns - columns / 2)
    case "SAME_LOWER":
      window.padding = Padding2D(
        top: rows - rows / 2, left: columns - columns / 2, bottom: rows / 2, right: columns / 2)
    default: throw problem("auto_pad", "is \(automatic), which is not known")
    }
    try checkCeiling(window, shape)
    return window
  }

  /// The window of a convolution.
  mutating func window(
    on map: TensorType, filters: TensorType
  ) throws(ONNXError) -> Window {
    let extents = filters.shape.dimensions
    let kernel = extents.count == 4 ? Extent2D(height: extents[2], width: extents[3]) : nil
    return try window(on: map, kernel: kernel)
  }

  /// The window of an average that leaves out cells outside of the map.
  mutating func averagedWindow(on map: TensorType) throws(ONNXError) -> Window {
    let window = try window(on: map, kernel: nil)
    let countsPadding = try integer("count_include_pad") ?? 0
    guard countsPadding == 0 || window.padding == Padding2D() else {
      throw problem("count_include_pad", "is \(countsPadding); only 0 can be expressed")
    }
    return window
  }

  private static let range = 1..<(1 << 30)
  private static let padRange = 0..<(1 << 30)

  private mutating func extent(_ name: String) throws(ONNXError) -> Extent2D? {
    guard let values = try integers(name) else { return nil }
    guard values.count == 2, values.allSatisfy(NodeToRead.range.contains) else {
      throw problem(name, "is \(values); known are 2 numbers from 1")
    }
    return Extent2D(height: values[0], width: values[1])
  }

  /// The padding that makes the result ceil(extent / stride) long.
  private static func sameSize(
    _ extent: Int, _ kernel: Int, _ stride: Int, _ dilation: Int
  ) -> Int {
    let count = (extent + stride - 1) / stride
    return max(0, (count - 1) * stride + dilation * (kernel - 1) + 1 - extent)
  }

  /// Rounding the number of positions up is accepted where it makes no difference.
  private mutating func checkCeiling(_ window: Window, _ shape: Shape) throws(ONNXError) {
    guard let mode = try integer("ceil_mode"), mode != 0 else { return }
    let (padding, kernel, dilation) = (window.padding, window.kernel, window.dilation)
    let rows = shape[2] + padding.top + padding.bottom - dilation.height * (kernel.height - 1) - 1
    let columns = shape[3] + padding.left + padding.right - dilation.width * (kernel.width - 1) - 1
    guard rows % window.stride.height == 0, columns % window.stride.width == 0 else {
      throw problem("ceil_mode", "is \(mode) and changes the result; only 0 can be expressed")
    }
  }
}
