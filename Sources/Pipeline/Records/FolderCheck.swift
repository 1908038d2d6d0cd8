import Deployment
import Digests
import Files
import Provenance
import Quantization
import Text

/// Everything about a model's folder that can be checked.
public struct FolderCheck: Sendable {
  /// The folder.
  public var folder: String
  /// The public key; nil to look at contents only.
  public var key: VerificationKey?
  /// Paths of files that were left out on purpose, where the folder holds a part of a model: they may
  /// be missing, and what is stated of them is not checked.
  public var absent: Set<String> = []
  /// The threads that hash.
  public var threads = Execution().threads

  /// Checks a folder.
  public init(folder: String, key: VerificationKey?) {
    self.folder = folder
    self.key = key
  }

  /// What was found.
  public struct Outcome: Hashable, Sendable {
    /// What holds, a line each.
    public var passed: [Lines] = []
    /// What does not.
    public var failed: [Lines] = []
    /// What could not be checked.
    public var notes: [Lines] = []

    /// Nothing was found yet.
    public init() {}

    /// The same of a folder that is to be told of by other words: paths below `place` are relative to it.
    public func without(_ place: String) -> Outcome {
      func told(_ lines: [Lines]) -> [Lines] {
        lines.map { Lines($0.description.replacing("\(place)/", with: "")) }
      }
      var outcome = self
      (outcome.passed, outcome.failed, outcome.notes) = (told(passed), told(failed), told(notes))
      return outcome
    }
  }

  /// Compares a folder with a manifest or a file of `sha256sum`.
  ///
  /// - Throws: a `Failure`.
  public static func manifest(
    _ path: String, of folder: String, threads: Int,
    progress: (@Sendable (Int, Int) -> Void)? = nil
  ) throws -> ManifestReport {
    guard try isJSON(path) else {
      return try DigestList(contentsOf: path).verify(
        folder: folder, threads: threads, progress: progress)
    }
    return try Manifest(contentsOf: path).verify(
      folder: folder, own: path, threads: threads, progress: progress)
  }

  private static func isJSON(_ path: String) throws(FileError) -> Bool {
    try MappedFile(path: path).prefix(64).first { $0 > 0x20 } == UInt8(ascii: "{")
  }

  /// Checks the signature, the manifest, every record with its artifact, its statements and the
  /// documents that follow from it, and the notice.
  ///
  /// - Throws: a `Failure` when the folder cannot be read.
  public func run(
    progress: (@Sendable (Int, Int) -> Void)? = nil
  ) throws -> Outcome {
    var outcome = Outcome()
    let shelf = try RecordIndex([folder])
    checkSignature(&outcome, progress)
    checkManifest(&outcome, progress)
    outcome.failed += shelf.problems.flatMap(\.lines.each)
    if shelf.entries.isEmpty, shelf.problems.isEmpty {
      outcome.notes.append("\(folder): there is no record")
    }
    for entry in shelf.entries { check(entry, &outcome) }
    checkCard(shelf, &outcome)
    checkNotice(&outcome)
    if outcome.passed.isEmpty, outcome.failed.isEmpty {
      outcome.failed.append(
        "\(folder): holds nothing that could be checked: no signature that a key was given for, no "
          + "manifest, no record and no notice; is it the folder of a model?")
    }
    return outcome
  }

  private func checkSignature(
    _ outcome: inout Outcome, _ progress: (@Sendable (Int, Int) -> Void)?
  ) {
    let path = "\(folder)/\(FolderSignature.defaultName)"
    guard Folder.hasFile(path) else {
      if key != nil {
        outcome.failed.append("\(path): there is no signature")
      } else {
        outcome.notes.append("\(folder): is not signed")
      }
      return
    }
    guard let key else {
      do throws(SignatureError) {
        _ = try FolderSignature.unverified(path)
        outcome.notes.append("\(path): was not verified; give the public key\(with: .key)")
      } catch { outcome.failed += Lines(error).each }
      return
    }
    do throws(SignatureError) {
      let verified = try FolderSignature.verify(
        folder: folder, with: key, absent: absent, threads: threads, progress: progress)
      outcome.passed.append(
        "signature of \(verified.folder.files.count) files by key \(verified.keyID)")
      outcome.notes += verified.ignored.map { "\($0): is not covered by the signature" }
    } catch { outcome.failed += Lines(error).each }
  }

  private func checkManifest(
    _ outcome: inout Outcome, _ progress: (@Sendable (Int, Int) -> Void)?
  ) {
    let path = "\(folder)/manifest.json"
    guard Folder.hasFile(path) else {
      outcome.notes.append("\(folder): has no manifest.json")
      return
    }
    do throws(DocumentError) {
      // A list in the form of sha256sum, which says nothing of files that it leaves out, would be a
      // weaker promise under the name of the stronger one.
      let report = try Manifest(contentsOf: path).verify(
        folder: folder, own: path, absent: absent, threads: threads, progress: progress)
      if report.holds {
        outcome.passed.append("manifest of \(report.fileCount) files")
      } else {
        outcome.failed += report.reasons.map { Lines($0) }
      }
    } catch { outcome.failed += Lines(error).each }
  }

  private func check(
    _ entry: RecordIndex.Entry, _ outcome: inout Outcome
  ) {
    let record = entry.record
    // The record is beside its artifact; what it calls that may lead elsewhere.
    let artifact = String(entry.path.dropLast(ProvenanceRecord.suffix.count))
    let (place, name) = (Folder.parent(of: artifact), Folder.name(of: artifact))
    if let path = Folder.relativePath(of: artifact, in: folder), absent.contains(path) {
      outcome.notes.append("\(path): was left out, and is not checked")
      return
    }
    guard let digest = try? Digest(ofFile: artifact) else {
      outcome.failed.append("\(artifact): the artifact of \(entry.path) is not there")
      return
    }
    guard digest == record.artifact.file.digest else {
      outcome.failed.append(
        "\(artifact): is \(digest), but its record says \(record.artifact.file.digest)")
      return
    }
    outcome.passed.append("record of \(name)")
    checkData(of: artifact, &outcome)
    checkStatements(of: record, artifact, &outcome)
    checkRules(of: record, artifact, &outcome)
    var stale: [String] = []
    do throws(FileError) {
      stale = try GeneratedDocuments(record, of: name).stale(in: place)
        .filter { Folder.hasFile("\(place)/\($0)") }
      if stale.isEmpty { outcome.passed.append("documents of \(name)") }
    } catch { outcome.failed += Lines(error).each }
    outcome.failed += stale.map { "\(place)/\($0): does not follow from the record any more" }
  }

  private func checkStatements(
    of record: ProvenanceRecord, _ artifact: String, _ outcome: inout Outcome
  ) {
    let path = StatementFile.path(for: artifact)
    guard Folder.hasFile(path) else {
      outcome.notes.append("\(path): there are no statements")
      return
    }
    do throws(SignatureError) {
      let verified = try StatementFile.verify(path, artifact: artifact, key: key)
      if verified.areAll(of: record) {
        let signed = verified.keyID == nil ? "" : ", signed"
        outcome.passed.append("\(verified.statements.count) statements of \(artifact)\(signed)")
      } else {
        outcome.failed.append("\(path): is not what the record says; create it again")
      }
    } catch { outcome.failed += Lines(error).each }
  }

  /// The rules of the runtime that a model is for are looked at anew, as records can be written by
  /// anybody. Rules that came later than the record are worth a note: what the record says still holds.
  private func checkRules(
    of record: ProvenanceRecord, _ artifact: String, _ outcome: inout Outcome
  ) {
    guard let recorded = record.checkedRules else { return }
    let name = Folder.name(of: artifact)
    guard let target = DeploymentTarget(rawValue: recorded.target) else {
      outcome.notes.append(
        "\(name): is for \(recorded.title), whose rules this program does not have")
      return
    }
    let found: Measurement
    do {
      found = Measurement(
        try DeploymentCheck(path: artifact, target: target), for: target,
        of: record.artifact.file.digest)
    } catch {
      outcome.failed.append("\(artifact): \(error)")
      return
    }
    let broken = found.checks.filter { $0.verdict != .passed }
    for check in broken {
      let line: Lines =
        "\(artifact): \(target.title): \(check.name): \(check.message ?? "is broken")"
      switch recorded.rules.first(where: { $0.name == check.name })?.verdict {
      case .passed: outcome.failed.append("\(line); its record says that it keeps this rule")
      case nil: outcome.notes.append("\(line); its record does not have this rule")
      default: outcome.notes.append("\(line), as its record says")
      }
    }
    if broken.isEmpty, recorded.hold {
      outcome.passed.append("\(name): \(recorded.title), \(recorded.count.words)")
    }
  }

  /// The card is about one of the records; a readme of somebody's own is let be.
  private func checkCard(_ shelf: RecordIndex, _ outcome: inout Outcome) {
    let path = "\(folder)/\(ModelCard.fileName)"
    guard Folder.hasFile(path) else { return }
    do throws(FileError) {
      let text = try MappedFile(path: path).withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
      guard CombiningMarks.areFew(in: text), text.hasPrefix("---"),
        text.contains("This card is generated from")
      else {
        outcome.notes.append("\(path): is not a generated card")
        return
      }
      let records = shelf.entries.map(\.record)
      if records.contains(where: { ModelCard($0, ancestors: records).text == text }) {
        outcome.passed.append("\(ModelCard.fileName)")
      } else {
        outcome.failed.append("\(path): does not follow from a record any more; create it again")
      }
    } catch { outcome.failed += Lines(error).each }
  }

  private func checkNotice(_ outcome: inout Outcome) {
    guard Folder.hasFile("\(folder)/\(Notice.name)") else {
      outcome.notes.append("\(folder): has no \(Notice.name)")
      return
    }
    do throws(DocumentError) {
      let findings = try Notice(folders: [folder]).check(folder: folder)
      if findings.isEmpty {
        outcome.passed.append("\(Notice.name)")
      } else {
        outcome.failed += findings.map { Lines("\($0)") }
      }
    } catch { outcome.failed += Lines(error).each }
  }
}
