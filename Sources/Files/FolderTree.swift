#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Everything below a folder, hidden entries included; symbolic links are named, not followed.
public struct FolderTree: Sendable {
  /// What an entry is.
  public enum Kind: Hashable, Sendable {
    /// An ordinary file.
    case file
    /// A symbolic link, wherever it leads.
    case symbolicLink
    /// A pipe, a socket or a device.
    case special
    /// A folder or an entry that cannot be looked at.
    case unreadable(FileError)
    /// A name that is not UTF-8, which JSON cannot hold; its path is shown with U+FFFD.
    case unspeakable
  }

  /// An entry that is no readable folder.
  public struct Entry: Hashable, Sendable {
    /// The path with `/`, relative to the folder.
    public let path: String
    /// What it is.
    public let kind: Kind
  }

  /// The entries in the order of their names, folder by folder: `a/b` comes before `a-b`.
  public private(set) var entries: [Entry] = []
  /// The entries that were left out, folders without what is in them.
  public private(set) var skipped: [String] = []
  private let root: String

  /// Walks through a folder.
  ///
  /// - Parameter skipping: whether an entry is left out, with all that is below it, by its path
  ///   relative to the folder.
  /// - Throws: `FileError` when the folder itself cannot be read.
  public init(_ root: String, skipping: (String) -> Bool = { _ in false }) throws(FileError) {
    self.root = root
    for name in try FolderTree.names(in: root) { walk(name, to: "", skipping) }
  }

  private mutating func walk(_ name: [UInt8], to prefix: String, _ skipping: (String) -> Bool) {
    guard let text = String(validating: name, as: UTF8.self) else {
      add(prefix + String(decoding: name, as: UTF8.self), .unspeakable)
      return
    }
    let path = prefix + text
    guard !skipping(path) else {
      skipped.append(path)
      return
    }
    var status = stat()
    guard lstat("\(root)/\(path)", &status) == 0 else {
      add(path, .unreadable(FileError(kind: .unreadable, path: path, errno: errno)))
      return
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG: add(path, .file)
    case S_IFLNK: add(path, .symbolicLink)
    case S_IFDIR:
      do throws(FileError) {
        for name in try FolderTree.names(in: "\(root)/\(path)") {
          walk(name, to: path + "/", skipping)
        }
      } catch { add(path, .unreadable(error)) }
    default: add(path, .special)
    }
  }

  private mutating func add(_ path: String, _ kind: Kind) {
    entries.append(Entry(path: path, kind: kind))
  }

  /// The names in a folder but `.` and `..`, sorted by their bytes.
  private static func names(in path: String) throws(FileError) -> [[UInt8]] {
    guard let folder = opendir(path) else {
      throw FileError(kind: .unreadable, path: path, errno: errno)
    }
    defer { closedir(folder) }
    var names: [[UInt8]] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
      if name != [0x2E], name != [0x2E, 0x2E] { names.append(name) }
    }
    return names.sorted { $0.lexicographicallyPrecedes($1) }
  }
}
