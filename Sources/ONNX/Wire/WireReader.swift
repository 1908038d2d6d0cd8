/// Walks over the fields of one protobuf message without decoding them.
struct WireReader {
  /// One field: its number and type, all its bytes with the tag, and its contents.
  struct Field {
    let number: Int
    let type: WireType
    let whole: Range<Int>
    let contents: Range<Int>
  }

  /// Why the next field cannot be read; offsets are within the whole file.
  enum Failure: Error {
    /// The field would end at `end`, beyond the message.
    case truncated(end: Int)
    /// There is no such tag, or a number does not end.
    case malformed
  }

  private let bytes: UnsafeRawBufferPointer
  private let end: Int
  /// Where the next field starts.
  private(set) var position: Int

  /// Starts at the first byte of the message that takes up `range` of `bytes`.
  init(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) {
    self.bytes = bytes
    position = range.lowerBound
    end = range.upperBound
  }

  /// The next field; nil at the end of the message. After a failure the position is still that of
  /// the field that could not be read.
  mutating func next() throws(Failure) -> Field? {
    guard position < end else { return nil }
    var cursor = position
    let tag = try varint(at: &cursor)
    guard let type = WireType(rawValue: Int(tag & 7)), (1...(1 << 29)).contains(tag >> 3) else {
      throw .malformed
    }
    let count: UInt64
    let start: Int
    switch type {
    case .varint:
      start = cursor
      _ = try varint(at: &cursor)
      count = UInt64(cursor - start)
    case .fixed64: (start, count) = (cursor, 8)
    case .fixed32: (start, count) = (cursor, 4)
    case .lengthDelimited:
      count = try varint(at: &cursor)
      start = cursor
    }
    guard count < 1 << 48 else { throw .malformed }
    let stop = start + Int(count)
    guard stop <= end else { throw .truncated(end: stop) }
    defer { position = stop }
    return Field(
      number: Int(tag >> 3), type: type, whole: position..<stop, contents: start..<stop)
  }

  private func varint(at cursor: inout Int) throws(Failure) -> UInt64 {
    var number: UInt64 = 0
    for shift in stride(from: 0, to: 64, by: 7) {
      guard cursor < end else { throw .truncated(end: cursor + 1) }
      let byte = bytes[cursor]
      cursor += 1
      number |= UInt64(byte & 0x7f) << UInt64(shift)
      if byte & 0x80 == 0 { return number }
    }
    throw .malformed
  }
}
