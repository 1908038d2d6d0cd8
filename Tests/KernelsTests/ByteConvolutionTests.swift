import Kernels
import TestSupport
import Testing

/// Convolutions of bytes against their definition, bit for bit, on every path of this machine.
@Suite struct ByteConvolutionTests {
  static let seeds = 0..<400

  @Test("A quantized convolution equals its definition", arguments: Path.all)
  func equalsItsDefinition(path: Path) {
    for seed in Self.seeds {
      let convolution = ByteConvolution(seed: seed)
      let computed = path.run { convolution.computed(parts: 1, in: $0) }
      #expect(computed == convolution.expected(), "\(convolution)")
    }
  }

  @Test("The result does not depend on how the work is divided", arguments: Path.all)
  func doesNotDependOnTheCut(path: Path) {
    for seed in Self.seeds {
      let convolution = ByteConvolution(seed: seed)
      let whole = path.run { convolution.computed(parts: 1, in: $0) }
      let cut = path.run { convolution.computed(parts: 4, in: $0) }
      #expect(whole == cut, "\(convolution)")
    }
  }

  @Test("Every weight is packed once") func packsEveryWeightOnce() {
    Memory.use { memory in
      for inputs in 1...9 {
        let count = dk_conv_u8_packed_count(1, inputs, 3, 4)
        let packed = memory.place([Int8](repeating: 99, count: count))
        let sums = memory.place([Int32](repeating: 99, count: 3))
        let weights = [Int8](repeating: 1, count: 3 * inputs * 4)
        dk_conv_u8_pack(1, inputs, 3, 4, weights, packed.pointer, sums.pointer)
        #expect(packed.elements.reduce(0) { $0 + Int($1) } == 3 * inputs * 4)
        #expect(sums.elements == [Int32](repeating: Int32(inputs * 4), count: 3))
      }
    }
  }
}
