import Kernels
import TestSupport
import Testing

/// Tables of functions are written into files, which shall be the same on every machine.
@Suite struct TableTests {
  private static let functions: [dk_unary] =
    [
      dk_unary(function: dk_leaky_relu, a: 0.1, b: 0), dk_unary(function: dk_elu, a: 1, b: 0),
      dk_unary(function: dk_selu, a: 1.6732, b: 1.0507), dk_unary(function: dk_clip, a: 0, b: 6),
    ]
    + [
      dk_sigmoid, dk_tanh, dk_softplus, dk_exp, dk_floor, dk_swish, dk_mish, dk_hard_mish,
      dk_hard_swish, dk_gelu, dk_loggy, dk_ramp, dk_plse, dk_stair, dk_lhtan,
    ].map { dk_unary(function: $0, a: 0, b: 0) }

  @Test("Tables are the same with every instruction set") func tablesDoNotDependOnThePath() {
    var random = SeededGenerator(seed: 3)
    for function in Self.functions {
      for number in 0..<300 {
        let signed = random.chance(1, in: 2)
        func quantization() -> dk_quantization {
          dk_quantization(
            scale: random.scale(), zero_point: Int32(random.zeroPoint(signed: signed)),
            is_signed: signed)
        }
        let (x, y) = (quantization(), quantization())
        let tables = Path.all.map { path in
          path.run { _ in
            var table = [UInt8](repeating: 0, count: 256)
            dk_unary_table(function, x, y, &table)
            return table
          }
        }
        #expect(Set(tables).count == 1, "\(function.function), number \(number)")
      }
    }
  }
}
