import Glibc
import Graph
import Quantization
import TestSupport
import Testing

@Suite struct ObjectiveTests {
  static let leaky = Unary.Function.leakyRelu(slope: 0.1)

  @Test(
    "The estimated noise is that of the numbers",
    arguments: [Unary.Function.leakyRelu(slope: 0.1), .relu, .mish, .sigmoid])
  func noiseIsThatOfTheNumbers(function: Unary.Function) {
    let numbers = Samples.heavyTailed(100_000, seed: 1)
    let plain = Objective(Histogram(of: numbers)).members[0]
    let through = Objective(Histogram(of: numbers), through: function.callAsFunction).members[0]
    for (scale, zeroPoint) in [(0.03, 120), (0.2, 128), (0.011, 40), (0.05, 0), (0.6, 255)] {
      let encoding = QuantizationEncoding(
        element: .uint8, scale: Float(scale), zeroPoint: zeroPoint)
      // What 100,000 numbers say of bins that a step divides: 1 in 100.
      let direct = DirectError.noise(of: encoding, on: numbers)
      #expect(abs(plain.noise(of: encoding) - direct) <= 0.01 * direct)
      let after = DirectError.noise(of: encoding, on: numbers, through: function.callAsFunction)
      #expect(abs(through.noise(of: encoding) - after) <= 0.01 * after)
      let clipped = numbers.count {
        $0 > encoding.upper + encoding.scale / 2 || $0 < encoding.lower - encoding.scale / 2
      }
      #expect(
        abs(plain.clippedFraction(of: encoding) - Double(clipped) / 1e5)
          <= 0.01 * Double(clipped) / 1e5 + 1e-5)
      let ratio = 10 * log10(DirectError.power(of: numbers) / direct)
      #expect(abs(plain.signalToNoise(of: encoding) - ratio) <= 0.1)
    }
    let power = DirectError.power(of: numbers, through: function.callAsFunction)
    #expect(abs(through.power - power) <= 0.005 * power)
  }

  @Test("The same scale has the same noise in int8 and uint8") func int8StoresWhatUInt8Stores() {
    let objective = Objective(Histogram(of: Samples.afterLeaky(10_000, seed: 2)))
    let unsigned = QuantizationEncoding(element: .uint8, scale: 0.02, zeroPoint: 30)
    let signed = QuantizationEncoding(element: .int8, scale: 0.02, zeroPoint: -98)
    #expect(objective.noise(of: unsigned) == objective.noise(of: signed))
  }

  @Test("Zeros and empty histograms have no noise") func zerosAndNothingHaveNoNoise() {
    let encoding = QuantizationEncoding(element: .uint8, scale: 0.5, zeroPoint: 0)
    for histogram in [Histogram(), Histogram(of: [0, 0, 0])] {
      let objective = Objective(histogram)
      #expect(objective.noise(of: encoding) == 0)
      #expect(objective.members[0].signalToNoise(of: encoding) == .infinity)
      #expect(objective.members[0].clippedFraction(of: encoding) == 0)
    }
    // relu makes zeros of all.
    let negative = Objective(Histogram(of: [-1, -2]), through: { max($0, 0) })
    #expect(negative.noise(of: encoding) == 0)
  }

  @Test("Tensors of a group count relative to their power") func membersCountRelativeToTheirPower()
  {
    let (small, large) = (Samples.normal(20_000, seed: 5), Samples.afterRelu(30_000, seed: 6))
    let members = [small.map { $0 / 16 }, large]
    let objective = Objective(members.map { Objective.Candidate(Histogram(of: $0)) })
    let encoding = QuantizationEncoding(element: .uint8, scale: 0.01, zeroPoint: 20)
    let direct = members.reduce(0.0) {
      $0 + DirectError.noise(of: encoding, on: $1) / DirectError.power(of: $1)
    }
    #expect(abs(objective.noise(of: encoding) - direct) <= 0.01 * direct)
    #expect(objective.histogram.count == 50_000)
  }
}
