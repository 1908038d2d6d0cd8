import Digests
import Download
import Files
import Pipeline
import Provenance
import Text

/// Brings an offered model into a folder, which appears when all of it is there and verified.
public struct FolderPull {
  /// The model.
  public let offer: ModelOffer
  /// The folder that is made.
  public let folder: String
  /// The public key of the publisher; nil where who made it is not to be proven.
  public let key: VerificationKey?
  /// The part that is wanted; nil for all.
  public var part: ModelPart?
  /// Where bytes are already, by their digest; they are hashed again before they are used.
  public var known: (Digest) -> String? = { _ in nil }
  /// The threads that hash.
  public var threads = Execution().threads
  /// Told how far it is: what is done, how many bytes, of how many.
  public var progress: (@Sendable (String, Int, Int) -> Void)?

  /// Describes what is brought.
  public init(_ offer: ModelOffer, to folder: String, key: VerificationKey?) {
    (self.offer, self.folder, self.key) = (offer, folder, key)
  }

  /// How it went.
  public struct Outcome: Sendable {
    /// The files that are in the folder.
    public let files: [ModelFile]
    /// How many of them were brought in this run.
    public var fetchedCount = 0
    /// Their bytes.
    public var fetchedBytes = 0
    /// Whether the folder was there already.
    public var wasThere = false
    /// What was checked, and notes on what could not be.
    public var check = FolderCheck.Outcome()
  }

  /// Brings the model.
  ///
  /// - Throws: a `Failure`; nothing has appeared under the name of the folder then.
  public func run() throws -> Outcome {
    let files = try wanted()
    let paths = Set(files.map(\.path))
    let absent = Set(offer.files.map(\.path)).subtracting(paths)
    var outcome = Outcome(files: files)
    // Before anything is brought that could not be placed, and again when nobody else is at it.
    _ = try isThere(files)
    let stage = try PullStage(for: folder)
    if try isThere(files) {
      outcome.wasThere = true
      outcome.check = try verify(folder, files, absent: absent, "it is left as it is")
      stage.discard()
      return outcome
    }
    try stage.clean(for: files)
    try fetch(files, into: stage, &outcome)
    do {
      outcome.check = try verify(
        stage.folder, files, absent: absent, "nothing of it was put at \(folder)")
    } catch {
      // It would be the same again.
      stage.discard()
      throw error
    }
    try stage.publish()
    return outcome
  }

  private func wanted() throws -> [ModelFile] {
    let files = offer.files.filter { $0.belongs(to: part) }
    guard let part, part != .documents, !files.contains(where: { $0.kind == .weight }) else {
      return files
    }
    let all = offer.files.filter { $0.kind == .weight }.map(\.path).joined(separator: ", ")
    throw RegistryError.malformed(
      offer.name, "there is no \(part.rawValue) model in it, but \(all)")
  }

  /// Whether the folder holds the files and nothing else.
  ///
  /// - Throws: `RegistryError.target` where it holds anything else.
  private func isThere(_ files: [ModelFile]) throws -> Bool {
    guard !Folder.hasFile(folder) else {
      throw RegistryError.target(folder, "is a file; name a folder that is to be made")
    }
    guard Folder.exists(folder), try !Folder.isEmpty(folder) else { return false }
    let wanted = Dictionary(
      files.map { ($0.path, $0.blob.contents) }, uniquingKeysWith: { first, _ in first })
    let entries = try FolderTree(path: folder).entries
    let differing = entries.first { entry in
      guard case .file(let size) = entry.kind, !entry.isLink, let contents = wanted[entry.path],
        contents.size == size
      else { return true }
      return (try? Digest(ofFile: "\(folder)/\(entry.path)")) != contents.digest
    }
    let way = "nothing was changed; move it away, or name a folder that is not there"
    if let differing {
      throw RegistryError.target(
        folder, "is there and holds something else, such as \(differing.path); \(way)")
    }
    let present = Set(entries.map(\.path))
    if let missing = files.first(where: { !present.contains($0.path) }) {
      throw RegistryError.target(folder, "is there without \(missing.path); \(way)")
    }
    return true
  }

  private func fetch(
    _ files: [ModelFile], into stage: PullStage, _ outcome: inout Outcome
  ) throws {
    let total = ModelOffer.size(of: files)
    for file in files where !stage.has(file) {
      if let path = known(file.blob.contents.digest) { stage.place(copyOf: path, as: file) }
    }
    let missing = files.filter { !stage.has($0) }
    var done = total - ModelOffer.size(of: missing)
    var seen: Set<Digest> = []
    for file in missing where seen.insert(file.blob.contents.digest).inserted {
      let contents = file.blob.contents
      var download = Download(
        addresses: [try offer.address(file)],
        accepted: [ExpectedContents(digest: contents.digest, size: contents.size)],
        policy: offer.policy)
      download.authorizer = offer.authorizer
      let partial = stage.partial(file)
      let (before, progress) = (done, progress)
      _ = try download.run(into: partial) { step in
        progress?("pulling", before + step.done, total)
      }
      let same = missing.filter { $0.blob.contents == contents }
      try stage.place(partial, as: same)
      outcome.fetchedCount += same.count
      outcome.fetchedBytes += contents.size
      done += contents.size * same.count
    }
  }

  private func verify(
    _ place: String, _ files: [ModelFile], absent: Set<String>, _ result: String
  ) throws -> FolderCheck.Outcome {
    var check = FolderCheck(folder: place, key: key)
    check.absent = absent
    check.threads = threads
    let progress = progress
    var outcome = try check.run { progress?("verifying", $0, $1) }
    if key == nil, !Folder.hasFile("\(place)/\(ModelPackage.manifestName)"), outcome.passed.isEmpty
    {
      // A model of another program has nothing but its digests, which hold.
      outcome.failed = []
      outcome.notes.append("\(place): has no manifest and no record; only its digests were checked")
    }
    if key != nil, outcome.failed.isEmpty { outcome.failed += try uncovered(files, in: place) }
    outcome = outcome.without(place)
    guard outcome.failed.isEmpty else {
      throw RegistryError.notVerified(offer.name, outcome.failed, result)
    }
    return outcome
  }

  /// Files that no signature covers, though one was to prove them.
  private func uncovered(_ files: [ModelFile], in place: String) throws -> [Lines] {
    let signed = try FolderSignature.unverified("\(place)/\(FolderSignature.defaultName)").folder
    let covered = Set(signed.files.map(\.path))
    return files.map(\.path).filter { !covered.contains($0) && $0 != FolderSignature.defaultName }
      .map { "\($0): is not covered by the signature" }
  }
}
