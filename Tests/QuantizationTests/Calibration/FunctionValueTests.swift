import Graph
import Kernels
import Quantization
import Testing

@Suite struct FunctionValueTests {
  @Test("Function values are those of the engine") func valuesAreThoseOfTheEngine() {
    let functions: [(Unary.Function, dk_unary_function, Float, Float)] = [
      (.relu, dk_leaky_relu, 0, 0), (.leakyRelu(slope: 0.1), dk_leaky_relu, 0.1, 0),
      (.elu(alpha: 0.7), dk_elu, 0.7, 0), (.selu(alpha: 1.6, gamma: 1.1), dk_selu, 1.6, 1.1),
      (.sigmoid, dk_sigmoid, 0, 0), (.tanh, dk_tanh, 0, 0), (.softplus, dk_softplus, 0, 0),
      (.clip(lower: -1, upper: 6), dk_clip, -1, 6), (.exponential, dk_exp, 0, 0),
      (.floor, dk_floor, 0, 0), (.swish, dk_swish, 0, 0), (.mish, dk_mish, 0, 0),
      (.hardMish, dk_hard_mish, 0, 0), (.gelu, dk_gelu, 0, 0), (.loggy, dk_loggy, 0, 0),
      (.ramp, dk_ramp, 0, 0), (.plse, dk_plse, 0, 0), (.stair, dk_stair, 0, 0),
      (.lhtan, dk_lhtan, 0, 0),
    ]
    let points = (-320...320).map { Float($0) / 16 } + [-0.0, 1e-6, -1e-6]
    for (function, kernel, a, b) in functions {
      var expected = [Float](repeating: 0, count: points.count)
      dk_unary_f32(dk_unary(function: kernel, a: a, b: b), points, &expected, points.count)
      for (x, y) in zip(points, expected) {
        // The kernels compute in single precision.
        #expect(abs(function(x) - y) <= 2e-6 * max(1, abs(y)), "\(function) of \(x)")
      }
    }
  }

  @Test("Function values never overflow") func nothingOverflows() {
    #expect(Unary.Function.mish(200) == 200)
    #expect(Unary.Function.mish(-200) == 0)
    #expect(Unary.Function.softplus(200) == 200)
    #expect(Unary.Function.sigmoid(-1000) == 0)
  }
}
