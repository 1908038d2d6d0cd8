import Files

/// A path in a folder by its bytes; Swift's texts are equal when they only look alike.
struct RelativePath: Hashable, Comparable {
  /// The longest path that Linux opens, in bytes.
  private static let longest = 4096

  private let bytes: [UInt8]

  init(_ path: String) { bytes = Array(path.utf8) }

  static func < (a: RelativePath, b: RelativePath) -> Bool {
    a.bytes.lexicographicallyPrecedes(b.bytes)
  }

  /// Why a path may lead out of the folder or mean different files on different systems; nil for a
  /// good one.
  static func problem(of path: String) -> String? {
    if path.isEmpty { return "is empty, where a path in the folder is needed" }
    guard path.utf8.count <= longest else {
      return "has \(path.utf8.count) bytes, more than the \(longest) that a path may have"
    }
    if path.utf8.first == UInt8(ascii: "/") { return "is absolute; a path in the folder is needed" }
    let parts = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    for part in parts {
      switch Array(part) {
      case []: return "has an empty part; write it without '//' and without '/' at the end"
      case Array(".".utf8), Array("..".utf8):
        return "has a part '\(String(part) ?? "..")'; write it without"
      default: break
      }
    }
    if path.utf8.contains(UInt8(ascii: "\\")) {
      return "has a backslash, which separates folders on other systems; rename it"
    }
    if path.utf8.contains(0) { return "has a zero byte, which ends names" }
    return nil
  }

  /// What paths have in common that some file systems take for the same: capitals do not count, nor
  /// how accents are composed, as texts compare by canonical equivalence.
  ///
  /// Capitals first, because small letters alone leave `ß` and `ss` apart.
  static func folded(_ path: String) -> String { path.uppercased().lowercased() }
}

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
