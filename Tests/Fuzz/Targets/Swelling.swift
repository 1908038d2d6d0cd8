/// Large inputs made of small ones, for finding work that grows faster than its input.
public struct Swelling {
  /// The length of what is made, in bytes.
  public static let size = 1 << 20
  private static let ends = Set(",;:{}[]<>\"'\\/ \n".utf8)

  private let bytes: [UInt8]
  private let places: [Int]
  private var state: UInt64

  /// Swells an input; the same inputs and seeds make the same.
  public init(_ bytes: [UInt8], seed: UInt64) {
    self.bytes = bytes
    state = seed
    places = bytes.indices.filter { Self.ends.contains(bytes[$0]) }
  }

  /// The input with one piece of it repeated until it is large. Mostly the piece begins and ends
  /// where parts of texts do, so that what is made is often well-formed.
  public mutating func next() -> [UInt8] {
    guard !bytes.isEmpty else { return [UInt8](repeating: 0, count: Self.size) }
    let piece = random(4) == 0 ? anyPiece() : wholePiece()
    let count = max(0, Self.size - bytes.count) / piece.count
    var result = Array(bytes[..<piece.upperBound])
    result.reserveCapacity(Self.size)
    for _ in 0..<count { result += bytes[piece] }
    return result + bytes[piece.upperBound...]
  }

  private mutating func anyPiece() -> Range<Int> {
    let start = random(bytes.count)
    return start..<min(bytes.count, start + 1 + random(4))
  }

  private mutating func wholePiece() -> Range<Int> {
    guard places.count > 1 else { return anyPiece() }
    let first = random(places.count - 1)
    let last = min(places.count - 1, first + 1 + random(12))
    return places[first]..<places[last]
  }

  /// A number of 0 or more and below a limit (Steele, Lea, Flood 2014).
  private mutating func random(_ limit: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((z ^ (z >> 31)) % UInt64(limit))
  }
}
