import Graph

extension Lowering {
  /// Applies an activation; linear adds nothing.
  mutating func activated(
    _ value: ValueID, _ activation: Activation
  ) throws(LoweringError) -> ValueID {
    if let function = activation.function {
      return try add(Unary(function), value, as: "activation")
    }
    switch activation {
    case .normalizeChannels:
      let positive = try add(Unary(.relu), value, as: "positive")
      return try dividedBySum(positive)
    case .normalizeChannelsSoftmax:
      return try dividedBySum(try add(Unary(.exponential), value, as: "exp"))
    case .normalizeChannelsSoftmaxMaximum:
      let largest = try add(Reduction(.maximum, axis: 1), value, as: "maximum")
      let reduced = try add(Binary(.subtract), value, largest, as: "reduced")
      return try dividedBySum(try add(Unary(.exponential), reduced, as: "exp"))
    default:
      return value
    }
  }

  /// Divides by 0.0001 plus the sum over the channels of each pixel
  /// (`activate_array_normalize_channels*`, `activations.c`).
  private mutating func dividedBySum(_ value: ValueID) throws(LoweringError) -> ValueID {
    let sum = try add(Reduction(.sum, axis: 1), value, as: "sum")
    let divisor = try shifted(sum, by: 0.0001, as: "divisor")
    return try add(Binary(.divide), value, divisor, as: "normalized")
  }
}

extension Activation {
  /// The element-wise function; nil for `linear` and for those that look at other channels.
  var function: Unary.Function? {
    switch self {
    case .linear, .normalizeChannels, .normalizeChannelsSoftmax,
      .normalizeChannelsSoftmaxMaximum:
      nil
    case .logistic: .sigmoid
    case .loggy: .loggy
    case .relu: .relu
    case .relu6: .clip(lower: 0, upper: 6)
    case .elu: .elu(alpha: 1)
    case .selu: .selu(alpha: 1.6732, gamma: 1.0507)
    case .relie: .leakyRelu(slope: 0.01)
    case .ramp: .ramp
    // darknet computes the forward pass of `revleaky` as `leaky`.
    case .leaky, .revleaky: .leakyRelu(slope: 0.1)
    case .tanh: .tanh
    case .gelu: .gelu
    case .plse: .plse
    case .stair: .stair
    case .hardtan: .clip(lower: -1, upper: 1)
    case .lhtan: .lhtan
    case .swish: .swish
    case .mish: .mish
    case .hardMish: .hardMish
    case .hardSwish: .hardSwish
    }
  }
}
