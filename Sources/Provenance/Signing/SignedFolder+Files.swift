import Files

extension SignedFolder {
  /// Hashes the files of a folder that are not left out.
  ///
  /// - Throws: `SignatureError.folder` with everything that cannot be signed.
  init(hashing folder: String, ignoring ignored: [String]) throws(SignatureError) {
    let tree = try SignedFolder.tree(folder, ignoring: ignored)
    var files: [File] = []
    var problems: [FolderProblem] = []
    for entry in tree.entries {
      if let problem = SignedFolder.problem(entry) {
        problems.append(problem)
        continue
      }
      do throws(FileError) {
        let digest = try Digest(ofFile: "\(folder)/\(entry.path)")
        files.append(File(path: entry.path, digest: digest))
      } catch { problems.append(FolderProblem(path: entry.path, kind: .unreadable(error))) }
    }
    guard problems.isEmpty else { throw .folder(path: folder, problems) }
    let paths = Set(ignored).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    self.init(name: Folder.name(of: folder), files: files, ignoredPaths: paths)
  }

  /// What of a folder differs from what was signed, in the order of paths, and the paths that are
  /// there but left out.
  func check(
    _ folder: String, ignoring ignored: [String]
  ) throws(SignatureError) -> (problems: [FolderProblem], ignored: [String]) {
    let tree = try SignedFolder.tree(folder, ignoring: ignoredPaths + ignored)
    var signed: [[UInt8]: Digest] = [:]
    for file in files { signed[Array(file.path.utf8)] = file.digest }
    var problems: [FolderProblem] = []
    for entry in tree.entries {
      let expected = signed.removeValue(forKey: Array(entry.path.utf8))
      if let problem = SignedFolder.problem(entry) {
        problems.append(problem)
        continue
      }
      guard let expected else {
        problems.append(FolderProblem(path: entry.path, kind: .added))
        continue
      }
      do throws(FileError) {
        let found = try Digest(ofFile: "\(folder)/\(entry.path)")
        if found != expected {
          problems.append(
            FolderProblem(path: entry.path, kind: .changed(signed: expected, found: found)))
        }
      } catch { problems.append(FolderProblem(path: entry.path, kind: .unreadable(error))) }
    }
    for file in files where signed[Array(file.path.utf8)] != nil {
      problems.append(FolderProblem(path: file.path, kind: .missing))
    }
    return (
      problems.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }, tree.skipped
    )
  }

  private static func tree(
    _ folder: String, ignoring ignored: [String]
  ) throws(SignatureError) -> FolderTree {
    let ignored = Set(ignored.map { Array($0.utf8) })
    do throws(FileError) {
      return try FolderTree(folder) { ignored.contains(Array($0.utf8)) }
    } catch { throw .file(error) }
  }

  private static func problem(_ entry: FolderTree.Entry) -> FolderProblem? {
    switch entry.kind {
    case .file: nil
    case .symbolicLink: FolderProblem(path: entry.path, kind: .symbolicLink)
    case .special: FolderProblem(path: entry.path, kind: .special)
    case .unspeakable: FolderProblem(path: entry.path, kind: .unspeakable)
    case .unreadable(let error): FolderProblem(path: entry.path, kind: .unreadable(error))
    }
  }
}
