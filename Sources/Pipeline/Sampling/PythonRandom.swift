import Provenance

/// What `random.Random` of Python's standard library gives, from version 3.11 on.
///
/// Source: `Lib/random.py` and `Modules/_randommodule.c` of CPython.
struct PythonRandom {
  private var generator: MersenneTwister

  /// `random.Random(seed)` of a whole number: its magnitude in words of 32 bits, the lowest first.
  init(seed: RandomSeed) {
    let words = [seed.magnitude, seed.magnitude >> 32].map { UInt32(truncatingIfNeeded: $0) }
    generator = MersenneTwister(key: words[1] == 0 ? [words[0]] : words)
  }

  /// `getrandbits(count)` of 1 to 64 bits.
  mutating func bits(_ count: Int) -> UInt64 {
    let low = UInt64(generator.next() >> UInt32(max(32 - count, 0)))
    guard count > 32 else { return low }
    return low | UInt64(generator.next() >> UInt32(64 - count)) << 32
  }

  /// `_randbelow_with_getrandbits(limit)`: a number of 0 to `limit` - 1, where `limit` is at least 1.
  mutating func below(_ limit: Int) -> Int {
    let width = Int.bitWidth - limit.leadingZeroBitCount
    var number = Int(bits(width))
    while number >= limit { number = Int(bits(width)) }
    return number
  }

  /// The positions that `sample(population, count)` draws, in its order.
  ///
  /// - Parameters:
  ///   - count: how many; 0 to `population`.
  ///   - population: how many there are.
  mutating func sample(_ count: Int, of population: Int) -> [Int] {
    if population <= PythonRandom.poolLimit(count) { return pooled(count, of: population) }
    var drawn: [Int] = []
    var known: Set<Int> = []
    for _ in 0..<count {
      var position = below(population)
      while !known.insert(position).inserted { position = below(population) }
      drawn.append(position)
    }
    return drawn
  }

  private mutating func pooled(_ count: Int, of population: Int) -> [Int] {
    var pool = Array(0..<population)
    return (0..<count).map { index in
      let position = below(population - index)
      let drawn = pool[position]
      pool[position] = pool[population - index - 1]
      return drawn
    }
  }

  /// Up to which population Python keeps a list of what is left, rather than a set of what is drawn:
  /// `21 + 4 ** ceil(log(3 * count, 4))` of more than 5. 3 · count is never a power of 4.
  private static func poolLimit(_ count: Int) -> Int {
    guard count > 5 else { return 21 }
    var power = 4
    while power < 3 * count { power *= 4 }
    return 21 + power
  }
}
