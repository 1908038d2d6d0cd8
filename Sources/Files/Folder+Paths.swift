import Glibc

extension Folder {
  /// The path of a file relative to a folder that it is in, whether it exists or not; nil where it
  /// is in no folder of that folder, or its own folder does not exist.
  public static func relativePath(of path: String, in folder: String) -> String? {
    let name = name(of: path)
    guard !name.isEmpty, name != ".", name != "..", let inner = realpath(parent(of: path), nil)
    else { return nil }
    defer { free(inner) }
    guard let outer = realpath(folder, nil) else { return nil }
    defer { free(outer) }
    let (inside, root) = (String(cString: inner), String(cString: outer))
    if inside.utf8.elementsEqual(root.utf8) { return name }
    let prefix = root == "/" ? root : root + "/"
    guard inside.utf8.starts(with: prefix.utf8) else { return nil }
    return String(decoding: inside.utf8.dropFirst(prefix.utf8.count), as: UTF8.self) + "/" + name
  }

  /// The folder of a file, `.` where the path names none.
  public static func parent(of path: String) -> String {
    // By bytes: as a text, a slash with an accent after it would be another letter.
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// What a folder is called, also where its path is `.` or ends in `..` or a slash.
  public static func ownName(of folder: String) -> String {
    var path = folder
    while path.utf8.count > 1, path.utf8.last == UInt8(ascii: "/") {
      path.unicodeScalars.removeLast()
    }
    let last = name(of: path)
    guard last.isEmpty || last == "." || last == "..", let resolved = realpath(path, nil) else {
      return last
    }
    defer { free(resolved) }
    return name(of: String(cString: resolved))
  }

  /// The names that a path is made of, an empty one between two slashes; by bytes, as the system
  /// reads it.
  public static func parts(of path: some StringProtocol) -> [String] {
    path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
  }

  /// Whether a path leads to something below a folder that it is put behind; by bytes, as the system
  /// reads it.
  public static func staysBelow(_ path: String) -> Bool {
    !path.utf8.contains(0) && parts(of: path).allSatisfy { !["", ".", ".."].contains($0) }
  }

  /// A path without its folders.
  public static func name(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return path }
    return String(decoding: path.utf8[slash...].dropFirst(), as: UTF8.self)
  }
}
