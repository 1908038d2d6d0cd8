/// Counts the parts of a graph before it is decoded: an empty node takes two bytes in a file and some
/// hundred in memory.
struct PartCount {
  /// The most nodes, operands and attributes together; the largest detectors have some ten thousand.
  static let most = 1 << 18
  /// Graphs within graphs, which no operator that is read has.
  private static let deepest = 8

  private enum Message {
    case graph
    case node
    case attribute
  }

  private let bytes: UnsafeRawBufferPointer
  private var count = 0

  /// - Throws: `ONNXError.tooManyParts`.
  static func check(
    _ bytes: UnsafeRawBufferPointer, _ graph: Range<Int>
  ) throws(ONNXError) {
    var parts = PartCount(bytes: bytes)
    parts.add(graph, .graph, depth: 0)
    if parts.count > most { throw .tooManyParts(limit: most) }
  }

  private init(bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  /// Damage is left to the decoder, which says where it is.
  private mutating func add(_ range: Range<Int>, _ message: Message, depth: Int) {
    guard depth <= PartCount.deepest else {
      count = PartCount.most + 1
      return
    }
    var reader = WireReader(bytes, range)
    while count <= PartCount.most, let field = try? reader.next() {
      guard field.type == .lengthDelimited else { continue }
      switch (message, field.number) {
      case (.graph, 1):
        count += 1
        add(field.contents, .node, depth: depth)
      case (.node, 5):
        count += 1
        add(field.contents, .attribute, depth: depth)
      case (.attribute, 6), (.attribute, 11):
        count += 1
        add(field.contents, .graph, depth: depth + 1)
      case (.graph, _), (.node, _), (.attribute, 10), (.attribute, 15), (.attribute, 22),
        (.attribute, 23):
        count += 1
      default: break
      }
    }
  }
}
