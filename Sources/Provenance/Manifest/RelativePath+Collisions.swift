extension RelativePath {
  /// The paths that some file system takes for another one that is listed, with that other one: the
  /// same after folding, or a file where another path needs a folder. Paths with a problem of their
  /// own do not count. Sorted by bytes, the latter behind the former.
  ///
  /// Sorted so that what is in a folder follows the folder, for the time to grow as the list does,
  /// however deep paths are.
  static func collisions(in paths: [String]) -> [(path: String, other: String)] {
    var same: [(path: String, other: String)] = []
    var within: [(path: String, other: String)] = []
    // Each is in the one before.
    var files: [(key: String, path: String)] = []
    for (key, path) in sorted(paths) {
      while let last = files.last, key != last.key, !key.hasPrefix("\(last.key)\0") {
        files.removeLast()
      }
      guard let last = files.last else {
        files.append((key, path))
        continue
      }
      if key == last.key {
        same.append((path, last.path))
      } else {
        within.append((last.path, path))
        files.append((key, path))
      }
    }
    return same.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
      + within.sorted { $0.other.utf8.lexicographicallyPrecedes($1.other.utf8) }
  }

  /// Folded paths with what was folded; slashes are zero bytes, which come before everything and
  /// are no part of a path.
  private static func sorted(_ paths: [String]) -> [(key: String, path: String)] {
    paths.filter { problem(of: $0) == nil }.map { path in
      let parts = folded(path).utf8.map { $0 == UInt8(ascii: "/") ? 0 : $0 }
      return (String(decoding: parts, as: UTF8.self), path)
    }.sorted { a, b in
      a.key == b.key ? a.path.utf8.lexicographicallyPrecedes(b.path.utf8) : a.key < b.key
    }
  }
}
