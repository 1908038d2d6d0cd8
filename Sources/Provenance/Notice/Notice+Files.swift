import Files
import JSON

extension Notice {
  /// Writes the notice and the licence texts into a folder, the notice last.
  ///
  /// - Throws: `DocumentError.file`, also where others' files are in the way.
  public func write(
    to folder: String, replacing replacement: Replacement = .own
  ) throws(DocumentError) {
    let sorted = files.sorted {
      ($0.path == Notice.name ? 1 : 0) < ($1.path == Notice.name ? 1 : 0)
    }
    do throws(FileError) {
      let files = sorted.map { file in
        (file: DerivedFile.notice("\(folder)/\(file.path)"), bytes: file.bytes)
      }
      // The folder was searched for licence texts; that is no use of those that are replaced.
      for file in files { FilesInUse.shared.forget(file.file.path) }
      // Before the folder is made, which would be left otherwise.
      try DerivedFile.check(files.map { ($0.file, $0.bytes) }, replacement)
      if sorted.count > 1 { try Folder.create(Notice.licenses, in: folder) }
      try DerivedFile.write(files, replacement)
    } catch { throw .file(error) }
  }

  /// Compares a folder with the notice.
  ///
  /// - Returns: everything that is not as the records give it: files that are missing, changed with
  ///   the first line that differs, or extra in the folder of licence texts.
  public func check(folder: String) -> [ManifestFinding] {
    var findings: [ManifestFinding] = []
    for file in files {
      let found: [UInt8]
      do throws(FileError) {
        let mapped = try MappedFile(path: "\(folder)/\(file.path)")
        // All that is compared, and shown of the rest.
        found = mapped.prefix(file.bytes.count + 1024)
      } catch {
        let isThere = Folder.hasFile("\(folder)/\(file.path)")
        findings.append(
          ManifestFinding(
            path: file.path, kind: isThere ? .unreadable : .missing,
            message: error.message.description))
        continue
      }
      if found != file.bytes {
        findings.append(
          ManifestFinding(
            path: file.path, kind: .changed,
            message: Notice.difference(found: found, expected: file.bytes)))
      }
    }
    let tree = try? FolderTree(path: "\(folder)/\(Notice.licenses)")
    let known = Set(files.map { RelativePath($0.path) })
    for entry in tree?.entries ?? [] {
      let path = "\(Notice.licenses)/\(entry.path)"
      guard !known.contains(RelativePath(path)) else { continue }
      findings.append(
        ManifestFinding(
          path: path, kind: .extra, message: "is in no record; remove it or record it"))
    }
    return findings
  }

  /// Where two texts begin to differ.
  private static func difference(found: [UInt8], expected: [UInt8]) -> String {
    let common = zip(found, expected).prefix { $0 == $1 }.count
    let line = found[..<common].count { $0 == 0x0A } + 1
    func text(_ bytes: [UInt8]) -> String {
      let start = bytes[..<common].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
      guard start < bytes.count else { return "nothing" }
      let line = bytes[start...].prefix { $0 != 0x0A }.prefix(120)
      return String(
        decoding: JSONValue.text(String(decoding: line, as: UTF8.self)).canonicalBytes,
        as: UTF8.self)
    }
    return
      "differs from line \(line) on: has \(text(found)), but the records give \(text(expected))"
  }
}
