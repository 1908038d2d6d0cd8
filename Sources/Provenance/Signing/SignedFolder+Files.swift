import Digests
import Files
import Text

extension SignedFolder {
  /// Hashes the files of a folder that are not left out.
  ///
  /// - Throws: `SignatureError.folder` with everything that cannot be signed.
  init(
    hashing folder: String, ignoring ignored: [String], threads: Int,
    progress: FileHashes.Progress?
  ) throws(SignatureError) {
    let contents = try HashedFolder(
      folder, ignoring: ignored, threads: threads, progress: progress)
    guard contents.problems.isEmpty else { throw .folder(path: folder, contents.problems) }
    let paths = Set(ignored).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    self.init(
      name: Folder.ownName(of: folder), files: contents.files.sorted(by: SignedFolder.precedes),
      ignoredPaths: paths)
  }

  /// What of a folder differs from what was signed, in the order of paths.
  func problems(of contents: HashedFolder) -> [FolderProblem] {
    var signed: [RelativePath: Digest] = [:]
    for file in files { signed[RelativePath(file.path)] = file.digest }
    var problems = contents.problems
    for file in contents.files {
      guard let expected = signed.removeValue(forKey: RelativePath(file.path)) else {
        problems.append(FolderProblem(path: file.path, kind: .added))
        continue
      }
      if expected != file.digest {
        problems.append(
          FolderProblem(path: file.path, kind: .changed(signed: expected, found: file.digest)))
      }
    }
    for problem in contents.problems { signed[RelativePath(problem.path)] = nil }
    for file in files where signed[RelativePath(file.path)] != nil {
      problems.append(FolderProblem(path: file.path, kind: .missing))
    }
    return problems.sorted { RelativePath($0.path) < RelativePath($1.path) }
  }

  /// The order of statements: by the names along the paths, so that `a/b` comes before `a-b`.
  private static func precedes(_ a: FileDigest, _ b: FileDigest) -> Bool {
    // No name holds a zero byte, so it can stand for the end of one.
    func key(_ file: FileDigest) -> some Sequence<UInt8> {
      file.path.utf8.lazy.map { $0 == UInt8(ascii: "/") ? 0 : $0 }
    }
    return key(a).lexicographicallyPrecedes(key(b))
  }
}
