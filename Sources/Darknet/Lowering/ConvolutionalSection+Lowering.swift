import Graph

extension ConvolutionalSection: LoweredSection {
  func lower(_ layer: Layer, into lowering: inout Lowering) throws(LoweringError) -> ValueID {
    var value = lowering.current
    let channels = lowering.shape(value)[1]
    if xnor { value = try lowering.signs(of: value) }
    let filterShape = [filters, channels / groups, size, size]
    var weights = try lowering.parameter(
      .weights, filterShape, as: batchNormalize ? "weights" : "conv_weights")
    if xnor { weights = try lowering.binarized(weights, filterShape) }
    let stride = blur == nil ? Extent2D(height: strideY, width: strideX) : Extent2D(1)
    let window = Window(
      kernel: Extent2D(size), stride: stride, padding: Padding2D(padding * dilation),
      dilation: Extent2D(dilation))
    let convolution = Convolution(window: window, groups: groups)
    if batchNormalize {
      value = try lowering.add(convolution, value, weights, as: "conv")
      value = try lowering.batchNormalized(value, channels: filters)
    } else {
      let biases = try lowering.parameter(.biases, [filters], as: "conv_bias")
      value = try lowering.add(convolution, value, weights, biases, as: "conv")
    }
    let output = try lowering.activated(value, activation)
    lowering.current = try lowering.blurred(
      output, blur, stride: Extent2D(height: strideY, width: strideX))
    return output
  }
}

extension Lowering {
  /// Normalizes with the layer's stored statistics.
  mutating func batchNormalized(
    _ value: ValueID, channels: Int
  ) throws(LoweringError) -> ValueID {
    let scales = try parameter(.scales, [channels], as: "scales")
    let biases = try parameter(.biases, [channels], as: "biases")
    let mean = try parameter(.rollingMean, [channels], as: "rolling_mean")
    let variance = try parameter(.rollingVariance, [channels], as: "rolling_variance")
    return try add(
      BatchNormalization(), value, scales, biases, mean, variance, as: "bn")
  }

  /// The fixed filter that `antialiasing` puts after a layer; the value itself without one.
  mutating func blurred(
    _ value: ValueID, _ blur: Blur?, stride: Extent2D
  ) throws(LoweringError) -> ValueID {
    guard let blur else { return value }
    let channels = shape(value)[1]
    let kernel: [Float] =
      switch blur {
      case .binomial3: [1, 2, 1, 2, 4, 2, 1, 2, 1].map { $0 / 16 }
      case .box2: [0.25, 0.25, 0.25, 0.25]
      }
    let filters = try constant(
      (0..<channels).flatMap { _ in kernel }, [channels, 1, blur.size, blur.size],
      as: "blur_weights")
    let window = Window(
      kernel: Extent2D(blur.size), stride: stride, padding: Padding2D(blur.padding))
    return try add(Convolution(window: window, groups: channels), value, filters, as: "blur")
  }

  /// 1 where a value is above 0, -1 elsewhere: -2 floor(clip(-x, -1, 0)) - 1.
  mutating func signs(of value: ValueID) throws(LoweringError) -> ValueID {
    let negated = try scaled(value, by: -1, as: "negated")
    let clipped = try add(Unary(.clip(lower: -1, upper: 0)), negated, as: "clipped")
    let steps = try add(Unary(.floor), clipped, as: "steps")
    let doubled = try scaled(steps, by: -2, as: "doubled")
    return try shifted(doubled, by: -1, as: "signs")
  }

  /// Each filter as plus or minus its mean absolute value (`binarize_weights`).
  mutating func binarized(
    _ weights: ValueID, _ dimensions: [Int]
  ) throws(LoweringError) -> ValueID {
    let stored = graph[weights].constant?.elements(Float.self) ?? []
    let perFilter = stored.count / max(dimensions[0], 1)
    var result: [Float] = []
    for filter in 0..<dimensions[0] {
      let elements = stored[filter * perFilter..<(filter + 1) * perFilter]
      let mean = elements.reduce(0) { $0 + abs($1) } / Float(max(perFilter, 1))
      result += elements.map { $0 > 0 ? mean : -mean }
    }
    return try constant(result, dimensions, as: "binary_weights")
  }
}
