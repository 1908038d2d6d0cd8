import Quantization
import TestSupport

/// Numbers as they come out of layers.
enum Samples {
  /// Sums of twelve uniform numbers: about normal, with variance 1.
  static func normal(_ count: Int, seed: UInt64) -> [Float] {
    var random = SeededGenerator(seed: seed)
    return (0..<count).map { _ in random.floats(12).reduce(0, +) / 2 }
  }

  /// Quotients of normal numbers and roots of uniform ones: a few are far from the others.
  static func heavyTailed(_ count: Int, seed: UInt64) -> [Float] {
    var random = SeededGenerator(seed: seed + 1)
    return normal(count, seed: seed).map {
      $0 / Float.random(in: 0.01...1, using: &random).squareRoot()
    }
  }

  /// Heavy-tailed numbers, below 0 a tenth of them.
  static func afterLeaky(_ count: Int, seed: UInt64) -> [Float] {
    heavyTailed(count, seed: seed).map { $0 < 0 ? 0.1 * $0 : $0 }
  }

  /// Heavy-tailed numbers, half of them 0.
  static func afterRelu(_ count: Int, seed: UInt64) -> [Float] {
    heavyTailed(count, seed: seed).map { max($0, 0) }
  }
}

extension Histogram {
  /// A histogram of some numbers.
  init(of numbers: [Float]) {
    self.init()
    add(numbers)
  }
}
