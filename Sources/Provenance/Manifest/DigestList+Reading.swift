import Digests
import Files

extension DigestList {
  /// The largest list that is read, in bytes.
  public static let largest = 64 << 20

  /// Reads a file as `sha256sum` writes it.
  ///
  /// - Throws: `DocumentError` when it cannot be read or lines are wrong, all of them at once.
  public init(contentsOf path: String) throws(DocumentError) {
    let file: MappedFile
    do throws(FileError) { file = try MappedFile(path: path) } catch { throw .file(error) }
    guard file.count <= DigestList.largest else {
      throw .tooLarge(source: path, byteCount: file.count, limit: DigestList.largest)
    }
    try self.init(parsing: file.prefix(file.count), source: path)
  }

  /// Reads the text of a list.
  ///
  /// - Parameter source: what errors call it.
  /// - Throws: `DocumentError` when lines are wrong, all of them at once.
  public init(parsing bytes: [UInt8], source: String) throws(DocumentError) {
    var problems = DocumentProblems()
    if !CombiningMarks.areFew(in: bytes) { problems.add("", CombiningMarks.problem) }
    try problems.check(source)
    var entries: [Entry] = []
    for (index, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated()
    {
      // After the last newline there is nothing, not an empty line.
      if line.isEmpty, line.endIndex == bytes.endIndex { continue }
      switch DigestList.entry(line) {
      case .success(let entry): entries.append(entry)
      case .failure(let reason): problems.add("line \(index + 1)", reason.text)
      }
    }
    try problems.check(source)
    self.init(inOrder: entries)
  }

  /// Why a line cannot be read.
  private struct Reason: Error {
    let text: String
  }

  /// Reads `HASH  PATH`, `HASH *PATH` or either with a backslash in front; other algorithms' lines
  /// are none.
  private static func entry(_ line: ArraySlice<UInt8>) -> Result<Entry, Reason> {
    let isEscaped = line.first == UInt8(ascii: "\\")
    let content = isEscaped ? line.dropFirst() : line
    let expected = "expected 64 hexadecimal digits, a space, a space or '*', and a path"
    let digits = String(decoding: content.prefix(64), as: UTF8.self).lowercased()
    guard let digest = Digest(hexadecimal: digits) else {
      return .failure(Reason(text: expected))
    }
    let rest = Array(content.dropFirst(64))
    guard rest.count > 2, rest[0] == 0x20, rest[1] == 0x20 || rest[1] == UInt8(ascii: "*") else {
      return .failure(Reason(text: expected))
    }
    let name = Array(rest.dropFirst(2))
    guard let bytes = isEscaped ? unescape(name) : name else {
      return .failure(Reason(text: "the path holds an escape that is none of \\\\, \\n and \\r"))
    }
    guard let path = String(validating: bytes, as: UTF8.self) else {
      return .failure(Reason(text: "the path is not UTF-8; rename the file"))
    }
    return .success(Entry(path: path, digest: digest, isBinary: rest[1] == UInt8(ascii: "*")))
  }

  private static func unescape(_ path: [UInt8]) -> [UInt8]? {
    var bytes: [UInt8] = []
    var iterator = path.makeIterator()
    while let byte = iterator.next() {
      guard byte == UInt8(ascii: "\\") else {
        bytes.append(byte)
        continue
      }
      switch iterator.next() {
      case UInt8(ascii: "\\"): bytes.append(UInt8(ascii: "\\"))
      case UInt8(ascii: "n"): bytes.append(0x0A)
      case UInt8(ascii: "r"): bytes.append(0x0D)
      default: return nil
      }
    }
    return bytes
  }
}
