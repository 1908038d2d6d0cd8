import Digests
import Files
import Pipeline
import Provenance
import Text

/// Checks everything the store has of a model.
public struct Verification: Sendable {
  /// What commands call the model.
  public let name: String
  /// Where it is.
  public let store: Store
  /// The key that publications are to be signed with; nil for the one that they were signed with.
  public var key: VerificationKey?
  /// Whether it does not hold that a model was not built.
  public var isRequired = true
  /// The threads that hash.
  public var threads = Execution().threads

  /// Verifies a model.
  public init(_ name: String, in store: Store) {
    self.name = name
    self.store = store
  }

  /// Hashes every file, and checks manifest, records, statements, documents, notice, and the
  /// signatures of what was published. Damaged files are quarantined.
  ///
  /// - Throws: a `Failure` where the store cannot be read at all.
  public func run() throws -> FolderCheck.Outcome {
    var outcome = FolderCheck.Outcome()
    if let pulled = try store.read(PulledEntry.self, name) {
      let own = try VerificationKey(pem: pulled.publicKey, source: "the key of \(name)")
      try check(
        pulled.files, called: pulled.folderName, key: key ?? own, "from \(pulled.origin): ",
        &outcome)
      if let reason = pulled.withdrawn {
        outcome.notes.append("was withdrawn by its publisher: \(reason)")
      }
      return outcome
    }
    if let sources = try store.read(PullEntry.self, name) {
      let files = sources.files.values.sorted { $0.file < $1.file }
      let damaged = try damaged(files.map { ($0.file, $0.contents) }, &outcome)
      if files.isEmpty {
        outcome.failed.append(
          "the store lists no sources; `darkroom zoo pull \(name)` does it again")
      } else if damaged == 0 {
        outcome.passed.append("\(files.count) sources")
      }
    }
    guard let entry = try store.read(ModelEntry.self, name),
      let build = try store.build(of: name)
    else {
      let text: Lines = "was not built; `darkroom zoo build \(name)` does it"
      if isRequired { outcome.failed.append(text) } else { outcome.notes.append(text) }
      return outcome
    }
    try checkSteps(entry, &outcome)
    try check(entry.files, called: name, key: nil, "", &outcome)
    if let publication = try store.read(PublicationEntry.self, name) {
      try check(publication, &outcome)
    }
    if outcome.failed.isEmpty {
      let verified = VerifiedEntry(build: build)
      if try store.read(VerifiedEntry.self, name) != verified { try store.write(verified, name) }
    } else {
      Folder.removeFile(store.path(VerifiedEntry.self, name))
    }
    return outcome
  }

  /// Checks what the steps left besides the files to publish, as the next build relies on it.
  private func checkSteps(
    _ entry: ModelEntry, _ outcome: inout FolderCheck.Outcome
  ) throws {
    var files: [(name: String, contents: Contents)] = []
    for (step, key) in entry.steps.sorted(by: { $0.key < $1.key }) {
      guard step != ModelBuild.StepName.assemble.rawValue,
        let known = try store.read(StepEntry.self, StepEntry.name(key))
      else { continue }
      files += known.outputs.sorted { $0.key < $1.key }.map { ("\(step): \($0.key)", $0.value) }
    }
    if try damaged(files, &outcome) == 0, !files.isEmpty {
      outcome.passed.append("\(files.count) files of steps")
    }
  }

  private func check(
    _ publication: PublicationEntry, _ outcome: inout FolderCheck.Outcome
  ) throws {
    let own = try VerificationKey(pem: publication.publicKey, source: "the publication of \(name)")
    try check(
      publication.files, called: publication.folderName, key: key ?? own, "published: ", &outcome)
  }

  /// Checks files as the folder that they make up.
  private func check(
    _ files: [String: Contents], called folderName: String, key: VerificationKey?,
    _ prefix: String, _ outcome: inout FolderCheck.Outcome
  ) throws {
    let sorted = files.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    guard try damaged(sorted, &outcome) == 0 else { return }
    let parent: String
    let work = try store.work
    parent = try work.folder()
    defer { Folder.remove(parent) }
    let folder = "\(parent)/\(folderName)"
    try store.lay(files, in: folder, mayLink: true)
    var check = FolderCheck(folder: folder, key: key)
    check.threads = threads
    let found = try check.run().without(parent)
    func told(_ lines: [Lines]) -> [Lines] { lines.map { Lines(prefix + $0.description) } }
    outcome.passed += told(found.passed)
    outcome.failed += told(found.failed)
    // What is not signed yet is none of a reader's concern before it is published.
    if key != nil { outcome.notes += told(found.notes) }
  }

  /// Hashes stored files, and quarantines those that are not what they were.
  ///
  /// - Returns: how many are damaged or gone.
  private func damaged(
    _ files: [(name: String, contents: Contents)], _ outcome: inout FolderCheck.Outcome
  ) throws -> Int {
    var count = 0
    for (file, contents) in files {
      guard store.contains(contents.digest) else {
        outcome.failed.append("\(file): sha256 \(contents.digest) is not in the store")
        count += 1
        continue
      }
      do { _ = try store.open(contents) } catch {
        outcome.failed.append("\(file): \(error)")
        count += 1
        try putAside(contents.digest, file)
      }
    }
    return count
  }

  private func putAside(_ digest: Digest, _ file: String) throws {
    let path = store.path(of: digest)
    let found = try Contents(ofFile: path)
    try store.quarantine(
      path,
      QuarantineEntry(
        contents: found, wanted: file,
        accepted: [digest], model: nil,
        origin: Store.object(digest),
        reason: "its SHA-256 in the store was \(found.digest), not \(digest)"))
  }
}
