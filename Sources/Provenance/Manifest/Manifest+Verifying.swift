import Files
import Text

extension Manifest {
  /// What is wrong with the paths alone: those that lead out of the folder or mean different files
  /// on different systems, and those that some file system takes for another one.
  public var pathFindings: [ManifestFinding] {
    var findings = files.compactMap { file in
      RelativePath.problem(of: file.path).map {
        ManifestFinding(path: file.path, kind: .path, message: "\($0) (in the manifest)")
      }
    }
    findings += RelativePath.collisions(in: files.map(\.path)).map { path, other in
      ManifestFinding(
        path: path, kind: .duplicate,
        message: "some file systems take it for \(shown(other)); rename one of them")
    }
    return findings
  }

  /// Hashes a folder anew and compares.
  ///
  /// - Parameters:
  ///   - own: the path of the manifest itself, which it does not list; nil where it is elsewhere.
  ///   - threads: how many files are hashed at once.
  ///   - progress: told the bytes that are hashed and how many there are; from any thread, often.
  /// - Returns: everything that is wrong.
  /// - Throws: `DocumentError.file` when the folder itself cannot be read.
  public func verify(
    folder: String, own: String? = nil, threads: Int = 2,
    progress: (@Sendable (_ done: Int, _ count: Int) -> Void)? = nil
  ) throws(DocumentError) -> ManifestReport {
    let own = own.flatMap { Folder.relativePath(of: $0, in: folder) }
    let contents = try FolderContents(
      folder, ignored: ignored + (own.map { [$0] } ?? []), threads: threads, progress: progress)
    var findings = pathFindings
    findings += contents.findings(against: files.map { ($0.path, $0.digest, $0.size) })
    return ManifestReport(contents, findings, listedCount: files.count)
  }
}
