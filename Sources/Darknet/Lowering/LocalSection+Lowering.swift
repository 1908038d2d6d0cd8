import Graph

/// Unshared weights have no operator of their own: the patch under every pixel is gathered by a
/// depthwise convolution with one-hot filters, and each pixel has its own matrix product.
extension LocalSection: LoweredSection {
  func lower(_ layer: Layer, into lowering: inout Lowering) throws(LoweringError) -> ValueID {
    let input = lowering.shape(lowering.current)
    let (channels, taps) = (input[1], size * size)
    let (rows, columns) = (layer.output.height, layer.output.width)
    let places = rows * columns
    let patch = channels * taps

    var oneHot = Array(repeating: Float(0), count: patch * taps)
    for filter in 0..<patch { oneHot[filter * taps + filter % taps] = 1 }
    let gather = try lowering.constant(oneHot, [patch, 1, size, size], as: "gather_weights")
    let window = Window(
      kernel: Extent2D(size), stride: Extent2D(stride),
      padding: Padding2D(
        top: pad, left: pad, bottom: after(rows, input[2]), right: after(columns, input[3])))
    let patches = try lowering.add(
      Convolution(window: window, groups: channels), lowering.current, gather, as: "patches")
    // [places, filters, patch] x [N, places, patch, 1].
    let flat = try lowering.add(Reshape(target: [0, patch, places]), patches, as: "flat")
    let perPlace = try lowering.add(Transpose(permutation: [0, 2, 1]), flat, as: "per_place")
    let vectors = try lowering.add(
      Reshape(target: [0, places, patch, 1]), perPlace, as: "vectors")
    let weights = try lowering.parameter(.weights, [places, filters, patch], as: "weights")
    let products = try lowering.add(MatrixProduct(), weights, vectors, as: "products")
    let results = try lowering.add(Reshape(target: [0, places, filters]), products, as: "results")
    let planes = try lowering.add(Transpose(permutation: [0, 2, 1]), results, as: "planes")
    let map = try lowering.add(Reshape(target: [0, filters, rows, columns]), planes, as: "map")
    let biases = try lowering.parameter(.biases, [1, filters, rows, columns], as: "biases")
    let sum = try lowering.add(Binary(.add), map, biases, as: "biased")
    lowering.current = try lowering.activated(sum, activation)
    return lowering.current
  }

  /// Zeros below or to the right, so that the window takes as many positions as darknet counts.
  private func after(_ positions: Int, _ extent: Int) -> Int {
    max(0, (positions - 1) * stride + size - extent - pad)
  }
}
