#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Folders.
public enum Folder {
  /// Makes a folder and those above it; one that is there already is left as it is.
  ///
  /// - Throws: `FileError` when it cannot be made or a file is in the way.
  public static func create(_ path: String) throws(FileError) {
    if exists(path) { return }
    if let slash = path.utf8.dropLast().lastIndex(of: UInt8(ascii: "/")), slash > path.startIndex {
      try create(String(path[..<slash]))
    }
    guard mkdir(path, 0o777) == 0 || exists(path) else {
      throw FileError(kind: .unwritable, path: path, errno: errno)
    }
  }

  /// The names of what a folder holds, sorted by their bytes, without those that begin with a dot.
  ///
  /// - Throws: `FileError` when it cannot be read.
  public static func names(in path: String) throws(FileError) -> [String] {
    try entries(in: path).filter { $0.utf8.first != UInt8(ascii: ".") }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The names of all that a folder holds, hidden ones too, in no order.
  private static func entries(in path: String) throws(FileError) -> [String] {
    guard let folder = opendir(path) else {
      throw FileError(kind: .unreadable, path: path, errno: errno)
    }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }

  /// The names of all that a folder holds, hidden ones too, in no order; none where it cannot be
  /// read.
  public static func allNames(in path: String) -> [String] { (try? entries(in: path)) ?? [] }

  /// Whether there is a folder at the path.
  public static func exists(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Whether there is something other than a folder at the path.
  public static func hasFile(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFDIR
  }
}
