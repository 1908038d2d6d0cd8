import Digests

extension DigestList {
  /// Hashes the files of the list anew, in a folder, and compares.
  ///
  /// Unlike `sha256sum -c` it opens nothing outside of the folder: such paths, and links that leave
  /// it, are among the findings. Files that are not listed are none of its business.
  ///
  /// - Parameters:
  ///   - threads: how many files are hashed at once.
  ///   - progress: told the bytes that are hashed and how many there are; from any thread, often.
  /// - Returns: everything that is wrong.
  /// - Throws: `DocumentError.file` when the folder itself cannot be read.
  public func verify(
    folder: String, threads: Int = 2,
    progress: (@Sendable (_ done: Int, _ count: Int) -> Void)? = nil
  ) throws(DocumentError) -> ManifestReport {
    var findings: [ManifestFinding] = []
    var expected: [(path: String, digest: Digest, size: Int?)] = []
    var digests: [RelativePath: Digest] = [:]
    for entry in entries {
      let path = entry.path.hasPrefix("./") ? String(entry.path.dropFirst(2)) : entry.path
      if let problem = RelativePath.problem(of: path) {
        findings.append(
          ManifestFinding(path: path, kind: .path, message: "\(problem) (in the list)"))
      } else if let other = digests.updateValue(entry.digest, forKey: RelativePath(path)) {
        guard other != entry.digest else { continue }
        findings.append(
          ManifestFinding(path: path, kind: .duplicate, message: "is listed with several hashes"))
      } else {
        expected.append((path, entry.digest, nil))
      }
    }
    let contents = try FolderContents(
      folder, only: Set(expected.map { RelativePath($0.path) }), threads: threads,
      progress: progress)
    return ManifestReport(
      contents, findings + contents.findings(against: expected), listedCount: entries.count)
  }
}
