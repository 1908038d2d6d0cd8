import Text

/// Where a text stops being JSON that is accepted here.
public struct JSONSyntaxError: Failure, Hashable, Sendable {
  /// The offset of the byte that does not fit, from 0.
  public let offset: Int
  /// Its line, from 1.
  public let line: Int
  /// Its byte in the line, from 1.
  public let column: Int
  /// What was found and what was expected.
  public let message: String

  init(offset: Int, in bytes: UnsafeRawBufferPointer, message: String) {
    let before = bytes[..<min(offset, bytes.count)]
    let start = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    self.offset = offset
    line = before.reduce(1) { $1 == 0x0A ? $0 + 1 : $0 }
    column = before.count - start + 1
    self.message = message
  }

  /// What can be done about it.
  public var category: FailureCategory { .malformed }

  /// `line:column: message`.
  public var description: String { "\(line):\(column): \(message)" }
}
