import Files
import Text

extension Manifest {
  /// Lists the files of a folder, with what the records among them know of the others.
  ///
  /// - Parameters:
  ///   - folder: the folder; hidden files belong to it.
  ///   - own: where the manifest will be written, which it does not list; nil for elsewhere.
  ///   - ignored: paths in the folder that are not its business; one that ends in `/` means all
  ///     within.
  ///   - threads: how many files are hashed at once.
  ///   - progress: told the bytes that are hashed and how many there are; from any thread, often.
  /// - Throws: `DocumentError` when the folder cannot be read, or holds files that cannot, links out
  ///   of it, unsuitable names or broken records, all of them at once.
  public static func create(
    folder: String, own: String? = nil, ignoring ignored: [String] = [], threads: Int = 2,
    progress: (@Sendable (_ done: Int, _ count: Int) -> Void)? = nil
  ) throws(DocumentError) -> Manifest {
    let own = own.flatMap { Folder.relativePath(of: $0, in: folder) }
    let contents = try FolderContents(
      folder, ignored: ignored + (own.map { [$0] } ?? []), threads: threads, progress: progress)
    do throws(FileError) { try FileError.check(contents.failuresOfMachine) } catch {
      throw .file(error)
    }
    var problems = DocumentProblems()
    for finding in contents.findings { problems.add(finding.path, finding.message) }
    var knowledge = ManifestKnowledge()
    for file in contents.files where file.path.hasSuffix(ProvenanceRecord.suffix) {
      do throws(DocumentError) {
        knowledge.add(try ProvenanceRecord(contentsOf: "\(folder)/\(file.path)"), at: file.path)
      } catch { problems.add(file.path, error.description) }
    }
    let manifest = Manifest(
      files: contents.files.map { knowledge.entry(path: $0.path, hash: $0.hash) },
      ignored: ignored)
    for finding in manifest.pathFindings { problems.add(finding.path, finding.message) }
    try problems.check(folder)
    return manifest
  }

  /// What is not known but should be: files without a licence.
  public var warnings: [String] {
    let unknown = files.filter { $0.license == .noAssertion && $0.needsLicense }
    return unknown.map { "\(shown($0.path)): its licence is not known; NOASSERTION" }
  }
}

extension ManifestEntry {
  /// Whether others may want to know the licence: not of what is generated.
  fileprivate var needsLicense: Bool {
    switch role {
    case "record", "statements", "signature", "notice", "licenseText", "bom", "card",
      "calibrationList", "calibrationTable":
      false
    default: true
    }
  }
}
