import Graph
import Kernels

extension Unary.Function {
  /// The kernel and its parameters.
  var kernel: dk_unary {
    switch self {
    case .relu: dk_unary(function: dk_leaky_relu, a: 0, b: 0)
    case .leakyRelu(let slope): dk_unary(function: dk_leaky_relu, a: slope, b: 0)
    case .elu(let alpha): dk_unary(function: dk_elu, a: alpha, b: 0)
    case .selu(let alpha, let gamma): dk_unary(function: dk_selu, a: alpha, b: gamma)
    case .sigmoid: dk_unary(function: dk_sigmoid, a: 0, b: 0)
    case .tanh: dk_unary(function: dk_tanh, a: 0, b: 0)
    case .softplus: dk_unary(function: dk_softplus, a: 0, b: 0)
    case .clip(let lower, let upper): dk_unary(function: dk_clip, a: lower, b: upper)
    case .exponential: dk_unary(function: dk_exp, a: 0, b: 0)
    case .floor: dk_unary(function: dk_floor, a: 0, b: 0)
    case .swish: dk_unary(function: dk_swish, a: 0, b: 0)
    case .mish: dk_unary(function: dk_mish, a: 0, b: 0)
    case .hardMish: dk_unary(function: dk_hard_mish, a: 0, b: 0)
    case .hardSwish: dk_unary(function: dk_hard_swish, a: 0, b: 0)
    case .gelu: dk_unary(function: dk_gelu, a: 0, b: 0)
    case .loggy: dk_unary(function: dk_loggy, a: 0, b: 0)
    case .ramp: dk_unary(function: dk_ramp, a: 0, b: 0)
    case .plse: dk_unary(function: dk_plse, a: 0, b: 0)
    case .stair: dk_unary(function: dk_stair, a: 0, b: 0)
    case .lhtan: dk_unary(function: dk_lhtan, a: 0, b: 0)
    }
  }
}

extension Binary.Function {
  /// The kernel.
  var kernel: dk_binary_function {
    switch self {
    case .add: dk_add
    case .subtract: dk_subtract
    case .multiply: dk_multiply
    case .divide: dk_divide
    case .power: dk_power
    }
  }
}
