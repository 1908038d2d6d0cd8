import TestSupport

/// Bytes with one place changed at random.
struct Damage {
  private var random: SeededGenerator
  private let bytes: [UInt8]

  /// The same seed gives the same damage.
  init(to bytes: [UInt8], seed: UInt64) {
    self.bytes = bytes
    random = SeededGenerator(seed: seed)
  }

  /// Another copy: a flipped bit, another byte, a byte too many or too few.
  mutating func next() -> (bytes: [UInt8], position: Int, what: String) {
    var damaged = bytes
    let position = Int.random(in: 0..<bytes.count, using: &random)
    let change = UInt8.random(in: 1...255, using: &random)
    switch Int.random(in: 0..<8, using: &random) {
    case 0:
      damaged.remove(at: position)
      return (damaged, position, "byte \(position) removed")
    case 1:
      damaged.insert(change, at: position)
      return (damaged, position, "byte \(change) inserted at \(position)")
    case 2, 3:
      damaged[position] ^= change
      return (damaged, position, "byte \(position) changed to \(damaged[position])")
    default:
      damaged[position] ^= 1 << (change & 7)
      return (damaged, position, "bit \(change & 7) of byte \(position) flipped")
    }
  }
}
