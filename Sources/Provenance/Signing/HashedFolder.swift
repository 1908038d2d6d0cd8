import Digests
import Files
import Text

/// The files of a folder with their digests, and what in it cannot be signed.
struct HashedFolder {
  /// The files, in the order of the bytes of their paths.
  private(set) var files: [FileDigest] = []
  /// What cannot be signed.
  private(set) var problems: [FolderProblem] = []
  /// The paths that were left out and are there.
  private(set) var ignored: [String] = []

  /// Looks through a folder and hashes what is in it.
  ///
  /// - Parameter ignoring: paths that are left out with all below them.
  init(
    _ folder: String, ignoring ignoredPaths: [String], threads: Int,
    progress: FileHashes.Progress?
  ) throws(SignatureError) {
    let tree: FolderTree
    do throws(FileError) { tree = try FolderTree(path: folder) } catch { throw .file(error) }
    var paths: [String] = []
    var sizes: [Int] = []
    var left: Set<RelativePath> = []
    let names = Set(ignoredPaths.map(RelativePath.init))
    let folders = IgnoredFolders(ignoredPaths.map { $0 + "/" })
    for entry in tree.entries {
      let own = names.contains(RelativePath(entry.path)) ? entry.path : nil
      if let path = folders.above(entry.path) ?? own {
        if left.insert(RelativePath(path)).inserted { ignored.append(path) }
      } else if case .file(let size) = entry.kind, !entry.isLink {
        paths.append(entry.path)
        sizes.append(size)
      } else {
        problems.append(FolderProblem(entry))
      }
    }
    let hashes = FileHashes.of(
      paths.map { "\(folder)/\($0)" }, sizes: sizes, threads: threads, progress: progress)
    for (path, result) in zip(paths, hashes) {
      switch result {
      case .success(let hash): files.append(FileDigest(path: path, digest: hash.digest))
      case .failure(let error):
        problems.append(FolderProblem(path: path, kind: .unreadable(error)))
      }
    }
  }
}

extension FolderProblem {
  /// What is wrong with an entry that is no ordinary file.
  fileprivate init(_ entry: FolderTree.Entry) {
    let kind: Kind =
      switch entry.kind {
      case _ where entry.isLink: .symbolicLink
      case .special: .special
      case .unnamable: .unspeakable
      case .unreadable(let error): .unreadable(error)
      case .file, .outside, .linkedFolder: .symbolicLink
      }
    self.init(path: entry.path, kind: kind)
  }
}
