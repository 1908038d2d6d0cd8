import Files
import Text

/// A darknet `.data` file: `names = data/obj.names`, `valid = data/test.txt` and so on.
public struct DarknetData: Sendable {
  private let path: String
  private let entries: [(key: String, value: String)]

  /// Far more than any such file has, in bytes.
  private static let largest = 1 << 16

  /// Reads a file; nil where it is something else.
  ///
  /// - Throws: `FileError`.
  public init?(contentsOf path: String) throws(FileError) {
    let file = try MappedFile(path: path)
    guard file.withUnsafeBytes({ FileKind($0) }) == .darknetData else { return nil }
    self.init(file, path)
  }

  init(_ file: MappedFile, _ path: String) {
    self.path = path
    let text = String(decoding: file.prefix(DarknetData.largest), as: UTF8.self)
    entries = text.trimmedLines.compactMap { line in
      let parts = line.split(separator: "=", maxSplits: 1).map { String($0).trimmedLines.joined() }
      return parts.count == 2 && !parts[1].isEmpty ? (parts[0], parts[1]) : nil
    }
  }

  /// Whether it lists a file under a key.
  public func has(_ key: String) -> Bool { entries.contains { $0.key == key } }

  /// A file that it lists: as a path from here, or from the file's own folder or the one above it, as
  /// darknet's `data/obj.data` has `names = data/obj.names`.
  ///
  /// - Throws: a `Failure` where it lists none, or the file is not there.
  public func file(_ key: String) throws -> String {
    guard let value = entries.first(where: { $0.key == key })?.value else {
      throw PipelineError.malformed(
        "\(path): is a darknet .data file that lists no \(key); give the \(key) file itself")
    }
    let folder = Folder.parent(of: path)
    let places =
      value.hasPrefix("/")
      ? [value] : [value, "\(folder)/\(value)", "\(folder)/../\(value)"]
    guard let found = places.first(where: { Folder.hasFile($0) && $0 != path }) else {
      throw PipelineError.unreadable(
        "\(path): lists the \(key) \(quoted(value)), which is not here; give the \(key) file itself"
      )
    }
    return found
  }
}
