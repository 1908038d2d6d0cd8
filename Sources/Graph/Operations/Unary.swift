/// An element-wise function of one operand.
public struct Unary: Operation {
  /// Used in messages.
  public static let name = "element-wise function"

  /// Whether it makes or takes quantized values.
  public static let isQuantized = false

  /// What the operands are.
  public static func operandRoles(count: Int) -> [OperandRole] {
    [.x]
  }

  /// The function.
  public var function: Function

  /// Creates an operation.
  public init(_ function: Function) { self.function = function }

  /// The types of the results.
  public func outputTypes(for inputs: [TensorType]) throws(OperationError) -> [TensorType] {
    try expect(inputs, count: 1...1)
    try expectFloats(inputs)
    return [inputs[0]]
  }

  /// Where the elements of the results come from.
  public var elements: ElementOrigin { .mapped(function) }

  /// How factors of channels pass.
  public func channels(for _: [TensorType]) -> ChannelRelation {
    function.isHomogeneous ? .kept(from: [0]) : .mixed
  }

  /// Multiplications followed by an addition.
  public func multiplyAdds(for _: [TensorType]) -> Int { 0 }

  /// The operation on quantized values.
  public var quantizedForm: (any Operation)? {
    QuantizedUnary(function)
  }

  /// The element-wise functions: darknet's activations, and the parts they are composed of.
  ///
  /// The formulas of the activations are those of AlexeyAB/darknet `activations.h`; `relu6` is
  /// the function of that name, which darknet's CPU build has but never calls.
  public enum Function: Hashable, Sendable {
    /// max(x, 0).
    case relu
    /// x above 0, `slope` · x below.
    case leakyRelu(slope: Float)
    /// x above 0, `alpha` (e^x - 1) below.
    case elu(alpha: Float)
    /// `gamma` x above 0, `gamma` `alpha` (e^x - 1) below.
    case selu(alpha: Float, gamma: Float)
    /// 1 / (1 + e^-x).
    case sigmoid
    /// The hyperbolic tangent.
    case tanh
    /// ln(1 + e^x).
    case softplus
    /// x limited to `lower`...`upper`.
    case clip(lower: Float, upper: Float)
    /// e^x.
    case exponential
    /// The largest whole number that is not above x.
    case floor
    /// x · sigmoid(x).
    case swish
    /// x · tanh(softplus(x)).
    case mish
    /// x above 0, x²/2 + x between -2 and 0, 0 below.
    case hardMish
    /// x · min(max(x/6 + 1/2, 0), 1).
    case hardSwish
    /// x · (1 + tanh(0.797885 x + 0.035677 x³)) / 2.
    case gelu
    /// 2 / (1 + e^-x) - 1.
    case loggy
    /// max(x, 0) + 0.1 x.
    case ramp
    /// 0.125 x + 0.5 between -4 and 4, slope 0.01 outside.
    case plse
    /// Flat steps joined by slopes: floor(x/2) where floor(x) is even, else with x - floor(x).
    case stair
    /// x between 0 and 1, slope 0.001 outside.
    case lhtan
  }
}

extension Unary.Function {
  /// Whether f(s x) = s f(x) for all s above 0.
  fileprivate var isHomogeneous: Bool {
    switch self {
    case .relu, .leakyRelu, .ramp: true
    case .elu, .selu, .sigmoid, .tanh, .softplus, .clip, .exponential, .floor, .swish, .mish,
      .hardMish, .hardSwish, .gelu, .loggy, .plse, .stair, .lhtan:
      false
    }
  }
}
