import Digests

extension FolderContents {
  /// Everything that is not as a list says, in no order: what is missing, changed or extra, and what
  /// could not be hashed.
  ///
  /// - Parameter expected: paths with their hashes, and their sizes where they are known.
  func findings(
    against expected: [(path: String, digest: Digest, size: Int?)]
  ) -> [ManifestFinding] {
    var findings = self.findings
    var listed: [RelativePath: (path: String, digest: Digest, size: Int?)] = [:]
    for file in expected { listed[RelativePath(file.path)] = file }
    var present = Set(findings.map { RelativePath($0.path) })
    for file in files {
      let path = RelativePath(file.path)
      present.insert(path)
      guard let entry = listed[path] else {
        findings.append(
          ManifestFinding(
            path: file.path, kind: .extra, message: "is not in the list; add it or remove it"))
        continue
      }
      let change: String? =
        if let size = entry.size, size != file.hash.size {
          "has \(file.hash.size) bytes, where \(size) are listed"
        } else if file.hash.digest != entry.digest {
          "has sha256 \(file.hash.digest), where \(entry.digest) is listed"
        } else {
          nil
        }
      if let change {
        findings.append(ManifestFinding(path: file.path, kind: .changed, message: change))
      }
    }
    for (path, entry) in listed where !present.contains(path) {
      findings.append(
        ManifestFinding(path: entry.path, kind: .missing, message: "is listed but not there"))
    }
    return findings
  }
}
