import Graph
import Glibc

extension Unary.Function {
  /// The value at a point, computed in double precision.
  ///
  /// The formulas are those of the cases; `softplus`, `mish` and functions of e^-x are written so
  /// that nothing overflows or cancels.
  public func callAsFunction(_ x: Float) -> Float { Float(value(Double(x))) }

  private func value(_ x: Double) -> Double {
    switch self {
    case .relu: max(x, 0)
    case .leakyRelu(let slope): x < 0 ? Double(slope) * x : x
    case .elu(let alpha): x < 0 ? Double(alpha) * expm1(x) : x
    case .selu(let alpha, let gamma):
      Double(gamma) * (x < 0 ? Double(alpha) * expm1(x) : x)
    case .sigmoid: sigmoid(x)
    case .tanh: hyperbolicTangent(x)
    case .softplus: softplus(x)
    case .clip(let lower, let upper): min(max(x, Double(lower)), Double(upper))
    case .exponential: exp(x)
    case .floor: x.rounded(.down)
    case .swish: x * sigmoid(x)
    case .mish: x * hyperbolicTangent(softplus(x))
    case .hardMish: x < -2 ? 0 : x < 0 ? x * x / 2 + x : x
    case .gelu: x * (1 + hyperbolicTangent(0.797885 * x + 0.035677 * x * x * x)) / 2
    case .loggy: 2 * sigmoid(x) - 1
    case .ramp: max(x, 0) + 0.1 * x
    case .plse: x < -4 ? 0.01 * (x + 4) : x > 4 ? 0.01 * (x - 4) + 1 : 0.125 * x + 0.5
    case .stair: stair(x)
    case .lhtan: x < 0 ? 0.001 * x : x > 1 ? 0.001 * (x - 1) + 1 : x
    }
  }

  private func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

  private func softplus(_ x: Double) -> Double { max(x, 0) + log1p(exp(-x.magnitude)) }

  private func stair(_ x: Double) -> Double {
    let whole = x.rounded(.down)
    let half = (x / 2).rounded(.down)
    return half + (x - whole) * (whole - 2 * half)
  }
}

// Inside of the type the name is that of a case.
private func hyperbolicTangent(_ x: Double) -> Double { tanh(x) }
