import Files

/// A small file of labels.
enum TextFile {
  /// The largest that is read, in bytes; labels of one image are a few thousand at most.
  static let largest = 1 << 24

  /// The bytes of a file.
  ///
  /// - Throws: `DatasetError` when it cannot be read or is too large.
  static func bytes(_ path: String) throws(DatasetError) -> [UInt8] {
    let file: MappedFile
    do throws(FileError) { file = try MappedFile(path: path) } catch { throw .file(error) }
    guard file.count <= largest else {
      throw .unusable(
        source: path,
        reason: "is \(file.count) bytes, more than the \(largest) of any image's labels")
    }
    return file.prefix(file.count)
  }

  /// The names of what a folder holds, sorted.
  static func names(in folder: String) throws(DatasetError) -> [String] {
    do throws(FileError) { return try Folder.names(in: folder) } catch { throw .file(error) }
  }

  /// A file name without what follows its last point.
  static func stem(_ name: String) -> String {
    name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
  }
}
