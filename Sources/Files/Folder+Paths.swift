#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

extension Folder {
  /// The path of a file relative to a folder it is in, however both are named; nil when it is
  /// elsewhere. The file need not exist, the folders must.
  public static func relativePath(of file: String, in folder: String) -> String? {
    let parts = file.split(separator: "/", omittingEmptySubsequences: true)
    guard let name = parts.last, name != "..", name != "." else { return nil }
    let above = String(file[..<name.startIndex])
    guard let root = resolve(folder), let parent = resolve(above.isEmpty ? "." : above)
    else { return nil }
    if parent == root { return String(name) }
    let prefix = root == "/" ? root : root + "/"
    return parent.hasPrefix(prefix) ? "\(parent.dropFirst(prefix.count))/\(name)" : nil
  }

  /// What a folder is called, also when it is named as `.` or `a/..`.
  public static func name(of folder: String) -> String {
    let last = folder.split(separator: "/").last.map(String.init) ?? ""
    guard last.isEmpty || last == "." || last == ".." else { return last }
    return resolve(folder)?.split(separator: "/").last.map(String.init) ?? last
  }

  private static func resolve(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}
