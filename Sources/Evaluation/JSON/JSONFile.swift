import Files

/// A JSON file that is read from front to back.
enum JSONFile {
  /// The largest file that is read, in bytes.
  static let largest = 1 << 32

  /// Maps a file and reads it whole.
  static func read(
    _ path: String, _ body: (inout JSONReader) throws(JSONSyntaxError) -> Void
  ) throws(DatasetError) {
    let file: MappedFile
    do throws(FileError) { file = try MappedFile(path: path) } catch { throw .file(error) }
    guard file.count <= largest else {
      throw .unusable(
        source: path, reason: "is \(file.count) bytes, more than the \(largest) that are read")
    }
    try file.withUnsafeBytes { bytes throws(DatasetError) in
      var reader = JSONReader(bytes)
      do throws(JSONSyntaxError) {
        if let offset = CombiningMarks.excess(in: bytes, escaped: true) {
          throw JSONSyntaxError(offset: offset, message: CombiningMarks.problem)
        }
        try body(&reader)
        try reader.end()
      } catch {
        let (line, column) = place(of: error.offset, in: bytes)
        throw .syntax(source: path, line: line, column: column, message: error.message)
      }
    }
  }

  /// Line and column of a byte, counted from 1.
  private static func place(of offset: Int, in bytes: UnsafeRawBufferPointer) -> (Int, Int) {
    let before = bytes[..<min(offset, bytes.count)]
    let line = before.reduce(1) { $1 == 0x0A ? $0 + 1 : $0 }
    let start = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    return (line, before.count - start + 1)
  }
}
