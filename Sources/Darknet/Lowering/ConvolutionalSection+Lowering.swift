import Graph

extension ConvolutionalSection: LoweredSection {
  func lower(_ layer: Layer, into lowering: inout Lowering) throws(LoweringError) -> ValueID {
    let stride = blur == nil ? Extent2D(height: strideY, width: strideX) : Extent2D(1)
    let window = Window(
      kernel: Extent2D(size), stride: stride, padding: Padding2D(padding * dilation),
      dilation: Extent2D(dilation))
    let value = try lowering.convolved(
      lowering.current, Convolution(window: window, groups: groups), filters: filters,
      batchNormalize: batchNormalize, isBinary: xnor)
    let output = try lowering.activated(value, activation)
    lowering.current = try lowering.blurred(
      output, blur, stride: Extent2D(height: strideY, width: strideX))
    return output
  }
}

extension Lowering {
  /// A convolution with square kernels, and its normalization or biases.
  ///
  /// - Parameter isBinary: whether weights and inputs are reduced to their signs.
  mutating func convolved(
    _ input: ValueID, _ convolution: Convolution, filters: Int, batchNormalize: Bool,
    isBinary: Bool
  ) throws(LoweringError) -> ValueID {
    let size = convolution.window.kernel.height
    let filterShape = [filters, shape(input)[1] / convolution.groups, size, size]
    let value = isBinary ? try signs(of: input) : input
    var weights = try parameter(
      .weights, filterShape, as: batchNormalize ? "weights" : "conv_weights")
    if isBinary { weights = try binarized(weights, filterShape) }
    guard batchNormalize else {
      let biases = try parameter(.biases, [filters], as: "conv_bias")
      return try add(convolution, value, weights, biases, as: "conv")
    }
    return try batchNormalized(
      try add(convolution, value, weights, as: "conv"), channels: filters)
  }

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
