/// The generator MT19937 of 32-bit words.
///
/// Source: M. Matsumoto and T. Nishimura, "Mersenne Twister: a 623-dimensionally equidistributed uniform
/// pseudo-random number generator", ACM TOMACS 8 (1998), with `init_by_array` of their mt19937ar.c.
struct MersenneTwister {
  private static let (size, middle) = (624, 397)
  private var words: [UInt32]
  private var position = MersenneTwister.size

  /// Starts with a key of at least one word.
  init(key: [UInt32]) {
    let size = MersenneTwister.size
    var words = [UInt32](repeating: 19_650_218, count: size)
    for index in 1..<size {
      words[index] = 1_812_433_253 &* MersenneTwister.mixed(words[index - 1]) &+ UInt32(index)
    }
    self.words = words
    var (index, place) = (1, 0)
    for _ in 0..<max(size, key.count) {
      advance(index, times: 1_664_525)
      self.words[index] = self.words[index] &+ key[place] &+ UInt32(place)
      wrap(&index)
      place = (place + 1) % key.count
    }
    for _ in 1..<size {
      advance(index, times: 1_566_083_941)
      self.words[index] = self.words[index] &- UInt32(index)
      wrap(&index)
    }
    self.words[0] = 0x8000_0000
  }

  private static func mixed(_ word: UInt32) -> UInt32 { word ^ (word >> 30) }

  private mutating func advance(_ index: Int, times factor: UInt32) {
    words[index] ^= MersenneTwister.mixed(words[index - 1]) &* factor
  }

  private mutating func wrap(_ index: inout Int) {
    index += 1
    guard index == MersenneTwister.size else { return }
    words[0] = words[MersenneTwister.size - 1]
    index = 1
  }

  /// The next word.
  mutating func next() -> UInt32 {
    if position == MersenneTwister.size { twist() }
    var word = words[position]
    position += 1
    word ^= word >> 11
    word ^= (word << 7) & 0x9D2C_5680
    word ^= (word << 15) & 0xEFC6_0000
    return word ^ (word >> 18)
  }

  private mutating func twist() {
    let (size, middle) = (MersenneTwister.size, MersenneTwister.middle)
    for index in 0..<size {
      let joined = words[index] & 0x8000_0000 | words[(index + 1) % size] & 0x7FFF_FFFF
      words[index] =
        words[(index + middle) % size] ^ (joined >> 1) ^ (joined & 1 == 0 ? 0 : 0x9908_B0DF)
    }
    position = 0
  }
}
