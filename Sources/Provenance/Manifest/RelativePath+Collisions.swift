import Files

extension RelativePath {
  /// The paths that some file system takes for another one that is listed, with that other one: the
  /// same after folding, or a file where another path needs a folder. Paths
  /// with a problem of their own do not count. Sorted by bytes.
  static func collisions(in paths: [String]) -> [(path: String, other: String)] {
    let sorted = paths.filter { problem(of: $0) == nil }.sorted {
      $0.utf8.lexicographicallyPrecedes($1.utf8)
    }
    // A tree of names, so that the work is that of the names and not of every path to them.
    var nodes: [PathNode: Int] = [:]
    var files: [Int: String] = [:]
    var ways: [[Int]] = []
    var collisions: [(path: String, other: String)] = []
    for path in sorted {
      var way: [Int] = []
      for part in Folder.parts(of: folded(path)) {
        let node = PathNode(parent: way.last ?? -1, name: part)
        let index = nodes[node] ?? nodes.count
        nodes[node] = index
        way.append(index)
      }
      ways.append(way)
      guard let own = way.last else { continue }
      if let other = files[own] { collisions.append((path, other)) } else { files[own] = path }
    }
    for (path, way) in zip(sorted, ways) {
      if let other = way.dropLast().reversed().lazy.compactMap({ files[$0] }).first {
        collisions.append((other, path))
      }
    }
    return collisions
  }
}

/// A name in a folder.
private struct PathNode: Hashable {
  let parent: Int
  let name: String
}
