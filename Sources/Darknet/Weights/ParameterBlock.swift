/// An array that a layer stores: a block without its place in a file.
struct ParameterBlock: Hashable, Sendable {
  /// Whether a matrix lies transposed in the file, and when.
  enum Order: Hashable {
    /// As its shape says.
    case natural
    /// Columns first, as `flipped=1` has it.
    case transposed
    /// Columns first in files whose header says so.
    case transposedByHeader
  }

  /// The layer within a recurrent layer, by darknet's field name; nil in other layers.
  var part: String?
  /// What the numbers are.
  var role: WeightsRole
  /// The extents once in natural order.
  var shape: [Int]
  /// How the matrix lies in the file.
  var order = Order.natural
}

extension ParameterBlock {
  /// A convolution: biases, normalization, kernels [filters][channels of a group][size][size].
  static func convolution(
    _ kernel: Kernel, part: String? = nil, batchNormalize: Bool, loadsScales: Bool = true,
    isFlipped: Bool = false
  ) -> [ParameterBlock] {
    let shape = [kernel.filters, kernel.channelsPerGroup, kernel.size, kernel.size]
    let hasScales = batchNormalize && loadsScales
    return [ParameterBlock(part: part, role: .biases, shape: [kernel.filters])]
      + (hasScales ? normalization(kernel.filters, part: part) : [])
      + [
        ParameterBlock(
          part: part, role: .weights, shape: shape, order: isFlipped ? .transposed : .natural)
      ]
  }

  /// A connected layer: biases, matrix [output][input], and only then the normalization.
  static func connected(
    from input: Int, to output: Int, part: String? = nil, batchNormalize: Bool,
    loadsScales: Bool = true
  ) -> [ParameterBlock] {
    let hasScales = batchNormalize && loadsScales
    return [
      ParameterBlock(part: part, role: .biases, shape: [output]),
      ParameterBlock(
        part: part, role: .weights, shape: [output, input], order: .transposedByHeader),
    ] + (hasScales ? normalization(output, part: part) : [])
  }

  /// Scales, means, variances.
  static func normalization(_ channels: Int, part: String? = nil) -> [ParameterBlock] {
    [.scales, .rollingMean, .rollingVariance].map { role in
      ParameterBlock(part: part, role: role, shape: [channels])
    }
  }
}
