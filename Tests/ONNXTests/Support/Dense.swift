import Graph
import TestSupport

/// A small tensor to write formulas with, element by element.
struct Dense {
  let shape: [Int]
  private(set) var elements: [Float]

  init(_ shape: [Int], _ elements: [Float]) {
    self.shape = shape
    self.elements = elements
  }

  /// Computes each element from its index.
  init(_ shape: [Int], _ element: ([Int]) -> Float) {
    self.shape = shape
    let count = shape.reduce(1, *)
    elements = (0..<count).map { position in
      var rest = position
      var index: [Int] = []
      for extent in shape.reversed() {
        index.insert(rest % extent, at: 0)
        rest /= extent
      }
      return element(index)
    }
  }

  subscript(index: [Int]) -> Float {
    var position = 0
    for (extent, i) in zip(shape, index) { position = position * extent + i }
    return elements[position]
  }

  /// The element, or nil outside of the tensor.
  func at(_ index: [Int]) -> Float? {
    zip(shape, index).allSatisfy { $1 >= 0 && $1 < $0 } ? self[index] : nil
  }

  /// Repeatable numbers between -`limit` and `limit`.
  static func noise(_ shape: [Int], seed: UInt64 = 1, limit: Float = 3) -> Dense {
    var random = Random(seed: seed)
    return Dense(shape) { _ in random.number(limit) }
  }

  var tensor: Tensor {
    get throws { Tensor(elements, shape: try Shape(shape)) }
  }
}

/// A repeatable source of numbers: SeededGenerator, https://prng.di.unimi.it/splitmix64.c.
struct Random {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  mutating func number(_ limit: Float) -> Float {
    (Float(next() >> 40) / Float(1 << 24) * 2 - 1) * limit
  }

  mutating func below(_ count: Int) -> Int { Int(next() % UInt64(count)) }
}
