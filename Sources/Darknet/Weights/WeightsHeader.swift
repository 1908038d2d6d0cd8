/// The first 16 or 20 bytes of a weights file: three 32-bit numbers and a count of images.
///
/// Rules: AlexeyAB/darknet at 59596d78, `src/parser.c` lines 2254-2274.
public struct WeightsHeader: Hashable, Sendable {
  /// The major version.
  public var major: Int32
  /// The minor version.
  public var minor: Int32
  /// The revision.
  public var revision: Int32
  /// How many images the network was trained on.
  public var seen: UInt64

  /// Creates a header; 0.2.5 is what darknet writes today.
  public init(major: Int32 = 0, minor: Int32 = 2, revision: Int32 = 5, seen: UInt64 = 0) {
    self.major = major
    self.minor = minor
    self.revision = revision
    self.seen = seen
  }

  /// Reads the first bytes of a file; nil when there are too few.
  init?(_ bytes: UnsafeRawBufferPointer) {
    guard bytes.count >= 16 else { return nil }
    func number(at offset: Int) -> Int32 {
      Int32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Int32.self))
    }
    self.init(major: number(at: 0), minor: number(at: 4), revision: number(at: 8))
    guard bytes.count >= byteCount else { return nil }
    seen =
      isWide
      ? UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 12, as: UInt64.self))
      : UInt64(UInt32(bitPattern: number(at: 12)))
  }

  /// Whether `seen` has 64 bits: from version 0.2 on.
  public var isWide: Bool { Int(major) * 10 + Int(minor) >= 2 }

  /// 20 with a 64-bit `seen`, else 16.
  public var byteCount: Int { isWide ? 20 : 16 }

  /// Whether the matrices of connected layers lie column by column.
  public var isTransposed: Bool { major > 1000 || minor > 1000 }

  /// Whether these are numbers that darknet or one of its forks writes.
  var isPlausible: Bool {
    (0...2000).contains(major) && (0...2000).contains(minor) && (0...2000).contains(revision)
  }

  /// The bytes of the file.
  var bytes: [UInt8] {
    func little(_ value: some FixedWidthInteger) -> [UInt8] {
      withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }
    let count = isWide ? little(seen) : little(UInt32(truncatingIfNeeded: seen))
    return little(major) + little(minor) + little(revision) + count
  }
}
