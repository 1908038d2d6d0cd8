import Glibc

extension Unary.Function {
  /// The value at a point, computed in double precision.
  public func callAsFunction(_ x: Float) -> Float { Float(value(at: Double(x))) }

  /// Functions of e^-x are written so that nothing overflows or cancels; what is composed of others
  /// is computed as `ActivationComposition` writes it.
  fileprivate func value(at x: Double) -> Double {
    switch self {
    case .relu: return max(x, 0)
    case .leakyRelu(let slope): return x < 0 ? Double(slope) * x : x
    case .elu(let alpha): return x < 0 ? Double(alpha) * expm1(x) : x
    case .selu(let alpha, let gamma):
      return Double(gamma) * (x < 0 ? Double(alpha) * expm1(x) : x)
    case .sigmoid: return 1 / (1 + exp(-x))
    case .tanh: return hyperbolicTangent(x)
    case .softplus: return max(x, 0) + log1p(exp(-x.magnitude))
    case .clip(let lower, let upper): return min(max(x, Double(lower)), Double(upper))
    case .exponential: return exp(x)
    case .floor: return x.rounded(.down)
    case .swish, .mish, .hardMish, .hardSwish, .gelu, .loggy, .ramp, .plse, .stair, .lhtan:
      return ActivationComposition.expression(for: self)?.value(at: x) ?? .nan
    }
  }
}

extension ActivationExpression {
  fileprivate func value(at x: Double) -> Double {
    switch self {
    case .x: x
    case .constant(let number): Double(number)
    case .unary(let function, let operand): function.value(at: operand.value(at: x))
    case .binary(let function, let a, let b):
      function.value(a.value(at: x), b.value(at: x))
    }
  }
}

extension Binary.Function {
  fileprivate func value(_ a: Double, _ b: Double) -> Double {
    switch self {
    case .add: a + b
    case .subtract: a - b
    case .multiply: a * b
    case .divide: a / b
    case .power: pow(a, b)
    }
  }
}

// Inside of the type the name is that of a case.
private func hyperbolicTangent(_ x: Double) -> Double { tanh(x) }
