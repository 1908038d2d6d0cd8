import Graph

extension MaxPoolSection: LoweredSection {
  func lower(_ layer: Layer, into lowering: inout Lowering) throws(LoweringError) -> ValueID {
    if let depthChannels {
      lowering.current = try lowering.depthPooled(lowering.current, to: depthChannels)
      return lowering.current
    }
    let stride = Extent2D(height: strideY, width: strideX)
    let window = poolingWindow(
      size: size, padding: padding, stride: blur == nil ? stride : Extent2D(1), layer)
    let output = try lowering.add(MaxPool(window: window), lowering.current, as: "maxpool")
    lowering.current = try lowering.blurred(output, blur, stride: stride)
    return output
  }
}

extension LocalAveragePoolSection: LoweredSection {
  func lower(_ layer: Layer, into lowering: inout Lowering) throws(LoweringError) -> ValueID {
    let window = poolingWindow(
      size: size, padding: padding, stride: Extent2D(height: strideY, width: strideX), layer)
    lowering.current = try lowering.add(
      AveragePool(window: window), lowering.current, as: "avgpool")
    return lowering.current
  }
}

extension AveragePoolSection: LoweredSection {
  func lower(_ layer: Layer, into lowering: inout Lowering) throws(LoweringError) -> ValueID {
    lowering.current = try lowering.add(GlobalAveragePool(), lowering.current, as: "avgpool")
    return lowering.current
  }
}

/// darknet's pooling window: `padding` is the total of both sides, of which half (rounded down)
/// lies before; the last window ends where the output size says (`forward_maxpool_layer_avx`).
private func poolingWindow(
  size: Int, padding: Int, stride: Extent2D, _ layer: Layer
) -> Window {
  let before = padding / 2
  func after(_ positions: Int, _ stride: Int, _ extent: Int) -> Int {
    max(0, (positions - 1) * stride + size - extent - before)
  }
  return Window(
    kernel: Extent2D(size), stride: stride,
    padding: Padding2D(
      top: before, left: before,
      bottom: after(layer.output.height, stride.height, layer.input.height),
      right: after(layer.output.width, stride.width, layer.input.width)))
}

extension Lowering {
  /// Output channel g is the maximum of input channels g, g + count, g + 2 count, ...
  fileprivate mutating func depthPooled(
    _ value: ValueID, to count: Int
  ) throws(LoweringError) -> ValueID {
    let shape = shape(value)
    let folds = (shape[1] + count - 1) / count
    var padded = value
    if folds * count > shape[1] {
      padded = try add(
        Pad(
          before: [0, 0, 0, 0], after: [0, folds * count - shape[1], 0, 0],
          value: -Float.greatestFiniteMagnitude), value, as: "padded")
    }
    let folded = try add(
      Reshape(target: [0, folds, count, shape[2] * shape[3]]), padded, as: "folded")
    let largest = try add(Reduction(.maximum, axis: 1), folded, as: "maximum")
    return try add(Reshape(target: [0, count, shape[2], shape[3]]), largest, as: "map")
  }
}
