import Digests
import Files
import Pipeline
import Provenance
import Text

/// The folder that a model is published in.
///
/// Nothing is lost by writing into it: it is not there, empty, or a publication whose every file is
/// as its own manifest says. New contents are made whole in a folder within it first,
/// `.darkroom-publishing-XXXXXX/new`, and then moved; what they replace goes to `old` beside them. A
/// process that is killed meanwhile leaves that folder, by whose manifests the next one knows that
/// the mixture it finds is its own.
struct PublicationTarget {
  /// The folder as the caller named it.
  let path: String
  /// The ID of the key that signs; nil for one that is not made yet, which has signed nothing.
  private let signer: String?

  private static let stagePrefix = ".darkroom-publishing-"

  init(_ path: String, signer: String?) {
    self.signer = signer
    var path = path
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    self.path = path
  }

  /// What it is called, which signatures cover.
  var name: String { Folder.ownName(of: path) }

  /// Checks that nothing is lost by writing into it.
  ///
  /// - Throws: a `Failure` (unwritable), with all that is in the way.
  func check() throws {
    guard !Folder.hasFile(path) else {
      throw PipelineError.unwritable("\(path): is a file; name a folder")
    }
    guard Folder.exists(path) else { return }
    _ = try survey()
  }

  /// Gives the folder new contents, with the signature last.
  ///
  /// - Parameter place: the folder that has them, its manifest among them.
  /// - Throws: a `Failure` (unwritable); everything is as it was then.
  func take(_ place: String) throws {
    let isNew = !Folder.exists(path)
    let alone = try FileLock.acquire(folder: path)
    defer { withExtendedLifetime(alone) {} }
    do { try update(from: place) } catch {
      if isNew { Folder.removeEmpty(path) }
      throw error
    }
  }

  private func update(from place: String) throws {
    let survey = try survey()
    let wanted: [String: Digest]
    let manifest = try Manifest(contentsOf: "\(place)/\(ModelBuild.manifestName)")
    wanted = Dictionary(manifest.files.map { ($0.path, $0.digest) }, uniquingKeysWith: { $1 })
    let paths = try FolderTree(path: place).entries.map(\.path)
    let stage = try Folder.createUnique(prefix: "\(path)/\(PublicationTarget.stagePrefix)")
    var moves = Moves(stage: stage, target: path)
    do throws(FileError) {
      let changed = paths.filter { survey.found[$0] == nil || survey.found[$0] != wanted[$0] }
      for file in changed {
        try PublicationTarget.put("\(place)/\(file)", at: "\(stage)/new/\(file)")
      }
      // Whoever looks meanwhile finds a folder that does not verify, rather than a mixture that
      // does; and the manifest comes after all that it lists.
      let last = [ModelBuild.manifestName, FolderSignature.defaultName]
      if survey.found[FolderSignature.defaultName] != nil {
        try moves.takeAway(FolderSignature.defaultName)
      }
      for file in survey.found.keys.sorted() where !paths.contains(file) && !last.contains(file) {
        try moves.takeAway(file)
      }
      for file in changed where !last.contains(file) { try moves.replace(file) }
      for file in last where changed.contains(file) { try moves.replace(file) }
    } catch {
      guard moves.undo() else {
        throw FileError(
          kind: .unwritable, path: error.path,
          message: "\(error.message); nor can what was moved be moved back: what was there is in "
            + "\(stage)/old, and publishing again completes it")
      }
      Folder.remove(stage)
      throw error
    }
    for stage in survey.stages + [Folder.name(of: stage)] { Folder.remove("\(path)/\(stage)") }
  }

  /// Models may be the stored files themselves, which are read-only; texts are for people to edit.
  private static func put(_ source: String, at target: String) throws(FileError) {
    try Folder.create(Folder.parent(of: target))
    try FilePlacement.place(source, at: target, mayLink: source.hasSuffix(".onnx"))
  }
}

/// Files that are moved into a publication, each of which can be moved back.
private struct Moves {
  let stage: String
  let target: String
  /// What was moved: out of the target to `old`, or from `new` into the target.
  private var done: [(file: String, isOut: Bool)] = []

  init(stage: String, target: String) {
    self.stage = stage
    self.target = target
  }

  mutating func takeAway(_ file: String) throws(FileError) {
    try move("\(target)/\(file)", to: "\(stage)/old/\(file)")
    done.append((file, true))
  }

  mutating func replace(_ file: String) throws(FileError) {
    if Folder.kind(of: file, in: target) != .nothing { try takeAway(file) }
    try Folder.create(Folder.parent(of: "/\(file)"), in: target)
    try move("\(stage)/new/\(file)", to: "\(target)/\(file)")
    done.append((file, false))
  }

  /// Moves everything back.
  ///
  /// - Returns: whether all went well; the stage tells of the mixture otherwise.
  func undo() -> Bool {
    for (file, isOut) in done.reversed() {
      do throws(FileError) {
        if isOut {
          try move("\(stage)/old/\(file)", to: "\(target)/\(file)")
        } else if done.contains(where: \.isOut) {
          try move("\(target)/\(file)", to: "\(stage)/new/\(file)")
        } else {
          // Where what failed is the room for names, removing one is all that still works, and all
          // that is needed where nothing was there before.
          Folder.removeFile("\(target)/\(file)")
          Folder.removeEmptyParents(of: file, in: target)
        }
      } catch { return false }
    }
    return true
  }

  private func move(_ source: String, to target: String) throws(FileError) {
    try Folder.create(Folder.parent(of: target))
    try Folder.move(source, to: target)
  }
}

extension PublicationTarget {
  /// What is in the folder, all of it put there by publishing.
  private struct Survey {
    /// The files with their digests, without what git keeps.
    var found: [String: Digest] = [:]
    /// What processes that were killed while publishing left.
    var stages: [String] = []
  }

  /// Looks through the folder.
  ///
  /// - Throws: a `Failure` (unwritable) where it holds anything that publishing did not put there
  ///   as it is.
  private func survey() throws -> Survey {
    var survey = Survey()
    var files: [FolderTree.Entry] = []
    survey.stages = try Folder.everything(in: path).filter { isStage($0) }
    for entry in try FolderTree(path: path).entries {
      let first = String(entry.path.prefix { $0 != "/" })
      if SignedFolder.gitPaths.contains(first) || survey.stages.contains(first) { continue }
      files.append(entry)
    }
    guard !files.isEmpty else { return survey }
    let known = KnownFiles(
      manifests: ([""] + survey.stages.flatMap { ["\($0)/new/", "\($0)/old/"] })
        .map { "\(path)/\($0)\(ModelBuild.manifestName)" })
    var (changed, unknown): ([String], [String]) = ([], [])
    for entry in files {
      guard case .file = entry.kind, !entry.isLink,
        let digest = try? Digest(ofFile: "\(path)/\(entry.path)")
      else {
        unknown.append(entry.path)
        continue
      }
      survey.found[entry.path] = digest
      if entry.path == FolderSignature.defaultName {
        if !known.isOurSignature("\(path)/\(entry.path)") { changed.append(entry.path) }
      } else if let digests = known.files[entry.path] {
        if !digests.contains(digest) { changed.append(entry.path) }
      } else {
        unknown.append(entry.path)
      }
    }
    if !known.isPublication { throw notOurs(files.map(\.path), survey.found) }
    guard changed.isEmpty, unknown.isEmpty else {
      var lines: [Lines] = ["\(path): is not written to, as it is no longer as it was published:"]
      lines += changed.map { "  changed since: \($0)" }
      lines += unknown.map { "  not of the publication: \($0)" }
      if lines.count > 21 { lines[20...] = ["  and \(lines.count - 20) more"] }
      throw PipelineError.unwritable(
        lines.joined()
          + "\nmove these elsewhere, or name a new or empty folder; nothing was changed")
    }
    if survey.found[FolderSignature.defaultName] != nil { try checkSigner() }
    return survey
  }

  private func checkSigner() throws {
    let path = "\(path)/\(FolderSignature.defaultName)"
    let other: String?
    do throws(SignatureError) { other = try FolderSignature.unverified(path).keyID } catch {
      throw PipelineError.unwritable("\(error)")
    }
    guard other == nil || other != signer else { return }
    throw PipelineError.unwritable(
      "\(path): is by another key\(other.map { ", \($0)" } ?? ""); sign with that, or move the "
        + "signature away")
  }

  private func isStage(_ name: String) -> Bool {
    guard name.hasPrefix(PublicationTarget.stagePrefix),
      StoreNames.isUnique(name.dropFirst(PublicationTarget.stagePrefix.count)),
      Folder.kind(of: name, in: path) == .folder
    else { return false }
    return Folder.allNames(in: "\(path)/\(name)").allSatisfy { ["new", "old"].contains($0) }
  }

  private func notOurs(_ files: [String], _ found: [String: Digest]) -> PipelineError {
    let way = "name a new or empty folder; nothing was changed"
    let manifest = try? Manifest(contentsOf: "\(path)/\(ModelBuild.manifestName)")
    if let manifest, found[FolderSignature.defaultName] != nil,
      manifest.files.allSatisfy({ found[$0.path] == $0.digest })
    {
      return .unwritable(
        "\(path): may be a publication of an earlier version of darkroom, but its "
          + "\(ModelBuild.manifestName) does not say so, and it is let be; remove its files (what git "
          + "keeps may stay) and publish again, or \(way)")
    }
    return .unwritable("\(path): is no publication: it holds \(files.few); \(way)")
  }
}

/// What manifests of publications tell of the files of a folder.
private struct KnownFiles {
  /// The digests that a file may have.
  private(set) var files: [String: Set<Digest>] = [:]
  /// Whether there is a manifest that says that it is of a publication.
  var isPublication: Bool { !files.isEmpty }

  init(manifests: [String]) {
    for path in manifests {
      guard let manifest = try? Manifest(contentsOf: path), manifest.publication != nil,
        let own = try? Digest(ofFile: path)
      else { continue }
      for file in manifest.files { files[file.path, default: []].insert(file.digest) }
      files[ModelBuild.manifestName, default: []].insert(own)
    }
  }

  /// Whether a signature is of one of the manifests.
  func isOurSignature(_ path: String) -> Bool {
    guard let signed = try? FolderSignature.unverified(path).folder,
      let manifest = signed.files.first(where: { $0.path == ModelBuild.manifestName })
    else { return false }
    return files[ModelBuild.manifestName]?.contains(manifest.digest) ?? false
  }
}

extension [String] {
  /// The first few, for people.
  var few: String {
    prefix(5).joined(separator: ", ") + (count > 5 ? " and \(count - 5) more" : "")
  }
}
