import Glibc

/// Folders.
public enum Folder {
  /// Makes a folder and those above it; one that is there already is left as it is.
  ///
  /// - Throws: `FileError` when it cannot be made or a file is in the way.
  public static func create(_ path: String) throws(FileError) {
    if exists(path) { return }
    try PathText.checkIsUTF8(path)
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

  /// The same; none where there is no such folder.
  ///
  /// - Throws: `FileError` when it is there and cannot be read.
  public static func namesIfAny(in path: String) throws(FileError) -> [String] {
    var status = stat()
    if stat(path, &status) != 0, errno == ENOENT { return [] }
    return try names(in: path)
  }

  /// The names of all that a folder holds, hidden ones too, in no order.
  private static func entries(in path: String) throws(FileError) -> [String] {
    try rawEntries(in: path).map { PathText.text(of: $0) }
  }

  /// The names of all that a folder holds as bytes, in no order.
  static func rawEntries(in path: String) throws(FileError) -> [[UInt8]] {
    var folder = opendir(path)
    while folder == nil, errno == EINTR { folder = opendir(path) }
    guard let folder else { throw FileError(kind: .unreadable, path: path, errno: errno) }
    defer { closedir(folder) }
    var names: [[UInt8]] = []
    while true {
      // The end and a failure differ in nothing else.
      errno = 0
      guard let entry = readdir(folder) else { break }
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: UInt8.self, capacity: 256) { start in
          Array(UnsafeBufferPointer(start: start, count: 256).prefix { $0 != 0 })
        }
      }
      if name != [0x2E], name != [0x2E, 0x2E] { names.append(name) }
    }
    guard errno == 0 else { throw FileError(kind: .unreadable, path: path, errno: errno) }
    return names
  }

  /// The names of all that a folder holds, hidden ones too, in no order; none where it cannot be
  /// read.
  public static func allNames(in path: String) -> [String] { (try? entries(in: path)) ?? [] }

  /// The names of all that a folder holds, hidden ones too, sorted.
  ///
  /// - Throws: `FileError` when it cannot be read.
  public static func everything(in path: String) throws(FileError) -> [String] {
    try entries(in: path).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Whether a folder holds nothing at all.
  ///
  /// - Throws: `FileError` when it cannot be read.
  public static func isEmpty(_ path: String) throws(FileError) -> Bool {
    try entries(in: path).isEmpty
  }

  /// Whether there is a folder at the path.
  public static func exists(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Whether there is something other than a folder at the path, or something that cannot be looked
  /// at: whoever opens it is told why. No failure is taken for an absence.
  public static func hasFile(_ path: String) -> Bool {
    var status = stat()
    guard stat(path, &status) == 0 else { return errno != ENOENT && errno != ENOTDIR }
    return status.st_mode & S_IFMT != S_IFDIR
  }
}

extension Folder {
  /// Makes a symbolic link.
  ///
  /// - Throws: `FileError.unwritable`.
  public static func link(_ path: String, to target: String) throws(FileError) {
    guard symlink(target, path) == 0 else {
      throw FileError(kind: .unwritable, path: path, errno: errno)
    }
  }
}
