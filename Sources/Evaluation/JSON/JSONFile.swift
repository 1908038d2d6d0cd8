import Files
import JSON
import Text

/// A JSON file that is read from front to back.
enum JSONFile {
  /// Maps a file and reads it whole.
  static func read(
    _ path: String, _ body: (inout JSONReader) throws(JSONSyntaxError) -> Void
  ) throws(DatasetError) {
    let file: MappedFile
    do throws(FileError) { file = try MappedFile(path: path) } catch { throw .file(error) }
    let largest = JSONRules.lenient.bytes
    guard file.count <= largest else {
      throw .unusable(
        source: path, reason: "is \(file.count) bytes, more than the \(largest) that are read")
    }
    try file.withUnsafeBytes { bytes throws(DatasetError) in
      do throws(JSONSyntaxError) {
        var reader = try JSONReader(bytes, rules: .lenient)
        try body(&reader)
        try reader.end()
      } catch {
        if let problem = FileRole.annotations.problem(of: bytes) {
          throw .unusable(source: path, reason: Lines(problem))
        }
        throw .syntax(
          source: path, line: error.line, column: error.column, message: error.message)
      }
    }
  }
}
