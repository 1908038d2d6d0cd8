import Foundation
import Graph

/// The element-wise functions in double precision, from the formulas of AlexeyAB/darknet
/// `activations.h` and `activations.c`.
enum Functions {
  typealias Entry = (function: Unary.Function, formula: @Sendable (Double) -> Double)

  static let exact: [Entry] = primitive + composed

  private static let primitive: [Entry] = [
    (.relu, { $0 > 0 ? $0 : 0 }),
    (.leakyRelu(slope: 0.125), { $0 > 0 ? $0 : 0.125 * $0 }),
    (.elu(alpha: 1), { $0 >= 0 ? $0 : Foundation.exp($0) - 1 }),
    (.selu(alpha: 1.6732, gamma: 1.0507), selu),
    (.sigmoid, sigmoid),
    (.tanh, { Foundation.tanh($0) }),
    (.softplus, softplus),
    (.clip(lower: -1, upper: 1), { min(max($0, -1), 1) }),
    (.clip(lower: -.infinity, upper: 1.5), { min($0, 1.5) }),
    (.clip(lower: -1.5, upper: .infinity), { max($0, -1.5) }),
    (.exponential, { Foundation.exp($0) }),
    (.floor, { $0.rounded(.down) }),
  ]

  /// Those that ONNX has no operator for, at least not in the default operator set.
  static let composed: [Entry] = [
    (.swish, { $0 * sigmoid($0) }),
    (.mish, { $0 * Foundation.tanh(softplus($0)) }),
    (.hardMish, hardMish),
    (.hardSwish, { $0 * min(max($0 + 3, 0), 6) / 6 }),
    (.gelu, gelu),
    (.loggy, { 2 / (1 + Foundation.exp(-$0)) - 1 }),
    (.ramp, { ($0 > 0 ? $0 : 0) + 0.1 * $0 }),
    (.plse, plse),
    (.stair, stair),
    (.lhtan, lhtan),
  ]

  static func exp(_ x: Float) -> Float { Float(Foundation.exp(Double(x))) }

  @Sendable private static func sigmoid(_ x: Double) -> Double { 1 / (1 + Foundation.exp(-x)) }

  @Sendable private static func softplus(_ x: Double) -> Double {
    x > 20 ? x : x < -20 ? Foundation.exp(x) : log(Foundation.exp(x) + 1)
  }

  @Sendable private static func stair(_ x: Double) -> Double {
    let n = x.rounded(.down)
    let half = (x / 2).rounded(.down)
    return Int(n) % 2 == 0 ? half : x - n + half
  }

  @Sendable private static func selu(_ x: Double) -> Double {
    x >= 0 ? 1.0507 * x : 1.0507 * 1.6732 * (Foundation.exp(x) - 1)
  }

  @Sendable private static func hardMish(_ x: Double) -> Double {
    if x > 0 { return x }
    return x > -2 ? x * x / 2 + x : 0
  }

  @Sendable private static func gelu(_ x: Double) -> Double {
    0.5 * x * (1 + Foundation.tanh(0.797885 * x + 0.035677 * x * x * x))
  }

  @Sendable private static func plse(_ x: Double) -> Double {
    if x < -4 { return 0.01 * (x + 4) }
    return x > 4 ? 0.01 * (x - 4) + 1 : 0.125 * x + 0.5
  }

  @Sendable private static func lhtan(_ x: Double) -> Double {
    if x < 0 { return 0.001 * x }
    return x > 1 ? 0.001 * (x - 1) + 1 : x
  }
}
