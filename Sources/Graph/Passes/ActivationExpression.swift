/// A function of one element, written with primitive element-wise functions and numbers.
indirect enum ActivationExpression: Hashable, Sendable {
  /// The operand.
  case x
  case constant(Float)
  case unary(Unary.Function, ActivationExpression)
  case binary(Binary.Function, ActivationExpression, ActivationExpression)

  /// Names what the outermost step computes, within the name of a node.
  var label: String {
    switch self {
    case .x: "x"
    case .constant(let number): "\(number)"
    case .unary(.relu, _): "relu"
    case .unary(.sigmoid, _): "sigmoid"
    case .unary(.tanh, _): "tanh"
    case .unary(.softplus, _): "softplus"
    case .unary(.clip, _): "clip"
    case .unary(.floor, _): "floor"
    case .unary: "function"
    case .binary(let function, _, _): function.rawValue
    }
  }
}

extension ActivationExpression: ExpressibleByFloatLiteral {
  init(floatLiteral value: Float) { self = .constant(value) }
}

extension ActivationExpression {
  static func + (a: Self, b: Self) -> Self { .binary(.add, a, b) }
  static func - (a: Self, b: Self) -> Self { .binary(.subtract, a, b) }
  static func * (a: Self, b: Self) -> Self { .binary(.multiply, a, b) }

  static func relu(_ x: Self) -> Self { .unary(.relu, x) }
  static func sigmoid(_ x: Self) -> Self { .unary(.sigmoid, x) }
  static func tanh(_ x: Self) -> Self { .unary(.tanh, x) }
  static func softplus(_ x: Self) -> Self { .unary(.softplus, x) }
  static func floor(_ x: Self) -> Self { .unary(.floor, x) }
  static func clip(_ x: Self, _ lower: Float, _ upper: Float) -> Self {
    .unary(.clip(lower: lower, upper: upper), x)
  }
}
