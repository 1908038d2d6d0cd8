import Graph

extension ActivationSection: LoweredSection {
  func lower(_ layer: Layer, into lowering: inout Lowering) throws(LoweringError) -> ValueID {
    lowering.current = try lowering.activated(lowering.current, activation)
    return lowering.current
  }
}

extension BatchNormSection: LoweredSection {
  func lower(_ layer: Layer, into lowering: inout Lowering) throws(LoweringError) -> ValueID {
    let channels = lowering.shape(lowering.current)[1]
    lowering.current = try lowering.batchNormalized(lowering.current, channels: channels)
    return lowering.current
  }
}

extension SoftmaxSection: LoweredSection {
  func lower(_ layer: Layer, into lowering: inout Lowering) throws(LoweringError) -> ValueID {
    guard tree == nil else {
      throw lowering.unsupported(
        "a softmax over the tree of a file is not supported; remove `tree` for a plain softmax")
    }
    let count = lowering.shape(lowering.current).dimensions.dropFirst().reduce(1, *)
    let runs = try lowering.add(
      Reshape(target: [0, groups, count / groups]), lowering.current, as: "runs")
    let cooled = try lowering.scaled(runs, by: 1 / temperature, as: "cooled")
    let softmax = try lowering.add(Softmax(axis: 2), cooled, as: "softmax")
    lowering.current = try lowering.add(Reshape(target: [0, count, 1, 1]), softmax, as: "map")
    return lowering.current
  }
}

/// The centre of the image; values become -1...1 unless `noadjust` is set
/// (`forward_crop_layer`, CPU).
extension CropSection: LoweredSection {
  func lower(_ layer: Layer, into lowering: inout Lowering) throws(LoweringError) -> ValueID {
    let input = lowering.shape(lowering.current)
    let (top, left) = ((input[2] - cropHeight) / 2, (input[3] - cropWidth) / 2)
    let rows = try lowering.add(
      Slice(axis: 2, start: top, end: top + cropHeight), lowering.current, as: "rows")
    var value = try lowering.add(
      Slice(axis: 3, start: left, end: left + cropWidth), rows, as: "columns")
    if !noAdjust {
      value = try lowering.scaled(value, by: 2, as: "doubled")
      value = try lowering.shifted(value, by: -1, as: "adjusted")
    }
    lowering.current = value
    return value
  }
}

/// Local response normalization as darknet's recurrence computes it (`normalization_layer.c`
/// 66-95): the norm of each channel is a fixed linear function of the squares of all channels, so
/// it is a 1x1 convolution of them.
extension NormalizationSection: LoweredSection {
  func lower(_ layer: Layer, into lowering: inout Lowering) throws(LoweringError) -> ValueID {
    let input = lowering.current
    let channels = lowering.shape(input)[1]
    // Row k: how often the square of each channel counts in the norm of channel k.
    var counts = Array(repeating: Float(0), count: channels)
    for channel in 0..<min(size / 2, channels) { counts[channel] += 1 }
    var matrix = counts
    for channel in 1..<max(channels, 1) {
      let leaving = channel - (size - 1) / 2 - 1
      let entering = channel + size / 2
      if leaving >= 0 { counts[leaving] -= 1 }
      if entering < channels { counts[entering] += 1 }
      matrix += counts
    }
    let weights = try lowering.constant(
      matrix.map { $0 * alpha }, [channels, channels, 1, 1], as: "window")
    let bias = try lowering.constant(
      Array(repeating: kappa, count: channels), [channels], as: "kappa")
    let squares = try lowering.add(Binary(.multiply), input, input, as: "squares")
    let norms = try lowering.add(
      Convolution(window: Window(kernel: Extent2D(1))), squares, weights, bias, as: "norms")
    let exponent = lowering.scalar(-beta, as: "exponent")
    let factors = try lowering.add(Binary(.power), norms, exponent, as: "factors")
    lowering.current = try lowering.add(Binary(.multiply), input, factors, as: "product")
    return lowering.current
  }
}
