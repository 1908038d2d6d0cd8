/// Folders that are left out with all within. Looking one up takes as long as the path has parts,
/// however many there are: a list of them may come from others.
struct IgnoredFolders {
  private let paths: Set<RelativePath>

  /// Takes the paths that end in `/`.
  init(_ paths: [String]) {
    self.paths = Set(
      paths.filter { $0.utf8.last == UInt8(ascii: "/") }.map { RelativePath(String($0.dropLast())) }
    )
  }

  /// The outermost of them that a path lies in; nil where there is none.
  func above(_ path: String) -> String? {
    guard !paths.isEmpty else { return nil }
    let bytes = path.utf8
    for end in bytes.indices where bytes[end] == UInt8(ascii: "/") {
      let folder = String(path[..<end])
      if paths.contains(RelativePath(folder)) { return folder }
    }
    return nil
  }
}
