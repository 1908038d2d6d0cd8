import Files

extension RelativePath {
  /// The paths that some file system takes for another one that is listed, with that other one: the
  /// same after folding, or a file where another path needs a folder. Sorted by bytes.
  static func collisions(in paths: [String]) -> [(path: String, other: String)] {
    let sorted = paths.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    var known: [String: String] = [:]
    var collisions: [(path: String, other: String)] = []
    for path in sorted {
      if let other = known[folded(path)] {
        collisions.append((path, other))
      } else {
        known[folded(path)] = path
      }
    }
    for path in sorted {
      var folder = path
      while folder.utf8.contains(UInt8(ascii: "/")), Folder.parent(of: folder) != folder {
        folder = Folder.parent(of: folder)
        if let other = known[folded(folder)] {
          collisions.append((other, path))
          break
        }
      }
    }
    return collisions
  }
}
