/// The activations that common operator sets lack, written with functions that they have.
///
/// Each equals the formula of AlexeyAB/darknet `activations.h` and `activations.c` up to the
/// rounding of 32-bit arithmetic. `ComposeActivations` and `RecognizeActivations` read this table;
/// an activation is added with one entry.
enum ActivationComposition {
  static let all: [(function: Unary.Function, expression: ActivationExpression)] = {
    let x = ActivationExpression.x
    return [
      (.swish, x * .sigmoid(x)),
      (.mish, x * .tanh(.softplus(x))),
      (.hardMish, hardMish(x)),
      (.hardSwish, x * .clip(x * 0.16666667 + 0.5, 0, 1)),
      (.gelu, (x * 0.5) * (.tanh(x * ((x * x) * 0.035677 + 0.797885)) + 1.0)),
      (.loggy, .sigmoid(x) * 2.0 - 1.0),
      (.ramp, .relu(x) + x * 0.1),
      (.plse, plse(x)),
      (.stair, stair(x)),
      (.lhtan, lhtan(x)),
    ]
  }()

  private static let table = Dictionary(uniqueKeysWithValues: all.map { ($0, $1) })

  /// The composition of a function; nil for the primitive ones.
  static func expression(for function: Unary.Function) -> ActivationExpression? {
    table[function]
  }

  /// c²/2 + c is the curve between -2 and 0, and 0 at both ends, so x above 0 can be added.
  private static func hardMish(_ x: ActivationExpression) -> ActivationExpression {
    let c = ActivationExpression.clip(x, -2, 0)
    return ((c * c) * 0.5 + c) + .relu(x)
  }

  /// Outside of -4...4, c stands still and x - c is what goes beyond.
  private static func plse(_ x: ActivationExpression) -> ActivationExpression {
    let c = ActivationExpression.clip(x, -4, 4)
    return (c * 0.125 + 0.5) + (x - c) * 0.01
  }

  /// With n = floor(x) and h = floor(x/2), n - 2h is 1 where n is odd and 0 where it is even.
  private static func stair(_ x: ActivationExpression) -> ActivationExpression {
    let n = ActivationExpression.floor(x)
    let h = ActivationExpression.floor(x * 0.5)
    return h + (x - n) * (n - h * 2.0)
  }

  private static func lhtan(_ x: ActivationExpression) -> ActivationExpression {
    let c = ActivationExpression.clip(x, 0, 1)
    return c + (x - c) * 0.001
  }
}
