import Digests
import Download
import Files
import Pipeline
import Text

/// Gets the source files of a model into the store.
public struct Pull: Sendable {
  /// The recipe.
  public let recipe: Recipe
  /// Where they go.
  public let store: Store
  /// Where files are looked for before the addresses of the recipe: addresses or folders, which
  /// have them as `NAME/FILE` or as `FILE`.
  public var mirrors: [String] = []
  /// How patient downloads are.
  public var policy = DownloadPolicy(userAgent: ToolVersion.text.replacing(" ", with: "/"))
  /// Told how far a file is: its name, bytes done, and all of them where that is known; from any
  /// thread.
  public var progress: (@Sendable (_ file: String, _ done: Int, _ total: Int?) -> Void)?

  /// Pulls the files of a recipe.
  public init(_ recipe: Recipe, into store: Store) {
    self.recipe = recipe
    self.store = store
  }

  /// What was pulled.
  public struct Outcome: Sendable {
    /// The files.
    public let entry: PullEntry
    /// The roles of files that were not in the store.
    public let fetched: [Recipe.Source.Role]
    /// Things worth saying.
    public let notes: [Lines]

    /// The bytes by their roles.
    var contents: [Recipe.Source.Role: Contents] { entry.contents }
  }

  /// Gets what is not there.
  ///
  /// - Throws: a `Failure` (unreadable), with every address and why it does not do.
  public func run() throws -> Outcome {
    let before = try store.read(PullEntry.self, recipe.name)
    var files: [String: PullEntry.File] = [:]
    var fetched: [Recipe.Source.Role] = []
    var notes: [Lines] = []
    var failures: [any Error] = []
    for source in recipe.sources {
      do {
        let known = before?.files[source.role.rawValue]
        if let file = try stored(source, known) {
          files[source.role.rawValue] = file
          continue
        }
        let file = try fetch(source, known, &notes)
        files[source.role.rawValue] = file
        fetched.append(source.role)
      } catch { failures.append(error) }
    }
    try SeveralFailures.check(failures)
    let entry = PullEntry(files: files)
    if entry != before { try store.write(entry, recipe.name) }
    return Outcome(entry: entry, fetched: fetched, notes: notes)
  }

  /// A file that is in the store; nil where it has to be fetched.
  ///
  /// - Throws: a `Failure` when it is there and cannot be opened.
  private func stored(
    _ source: Recipe.Source, _ known: PullEntry.File?
  ) throws -> PullEntry.File? {
    if source.accepted.isEmpty {
      guard let known, known.file == source.file, store.contains([known.contents]) else {
        return nil
      }
      return known
    }
    // Which of several contents it is, is decided by where it is fetched from, and then kept: what
    // other models happen to have in the store must not decide it.
    let digests = source.accepted.map(\.digest)
    let digest =
      (known?.contents.digest).flatMap { digests.contains($0) ? $0 : nil }
      ?? (digests.count == 1 ? digests.first : nil)
    guard let digest, store.contains(digest) else { return nil }
    let size = try MappedFile(path: store.path(of: digest)).count
    return PullEntry.File(file: source.file, contents: Contents(digest: digest, size: size))
  }

  private func fetch(
    _ source: Recipe.Source, _ known: PullEntry.File?, _ notes: inout [Lines]
  ) throws -> PullEntry.File {
    let isUnknown = source.accepted.isEmpty
    // The hash of first use holds until somebody reviews it.
    let firstUse = isUnknown && known?.file == source.file ? known : nil
    var download = Download(
      addresses: try addresses(of: source),
      accepted: source.accepted, policy: policy)
    if let contents = firstUse?.contents {
      download.accepted = [ExpectedContents(digest: contents.digest, size: contents.size)]
    }
    download.size = source.size
    let key = key(of: source)
    let alone = try store.lock(StoreNames.downloadLock(key))
    defer { withExtendedLifetime(alone) {} }
    // Another process may have fetched it meanwhile.
    if let file = try stored(source, known) { return file }
    // Without a lock nobody else may write to what is resumed.
    let partial = PartialFile(
      path: alone.isHeld ? "\(store.path)/partial/\(key)" : try store.work.newPath())
    try Folder.create("partial", in: store.path)
    // A link would have the bytes of something else replaced.
    for name in [key, "\(key).json"]
    where [.folder, .other].contains(Folder.kind(of: "partial/\(name)", in: store.path)) {
      throw FileError(
        kind: .unwritable, path: "\(store.path)/partial/\(name)",
        message: "is no ordinary file; remove it")
    }
    var aside: [String] = []
    let downloaded: Downloaded
    let report = progress
    let told: @Sendable (DownloadProgress) -> Void = { report?(source.file, $0.done, $0.total) }
    do throws(DownloadError) {
      downloaded = try download.run(into: partial, progress: told) {
        (rejected: Rejected) throws(DownloadError) in
        try putAside(rejected, source, download)
        aside.append("\(rejected.url): \(rejected.reason)")
      }
    } catch {
      store.forgetDownload(ifEmpty: key)
      throw failure(error, source)
    }
    notes += aside.map { "quarantined, as it is not what the recipe asks for: \($0)" }
    let contents = try store.add(moving: partial.path, digest: downloaded.digest)
    Folder.removeFile(partial.recordPath)
    var file = PullEntry.File(file: source.file, contents: contents)
    if isUnknown {
      file.firstUse = firstUse?.firstUse ?? downloaded.address.map { "\($0)" } ?? source.urls.first
      notes.append(
        "\(source.file): its hash was not known; sha256 \(contents.digest), \(contents.size) bytes, "
          + "is kept as that of first use; review it and put it into \(recipe.path)")
    }
    return file
  }

  private func failure(_ error: DownloadError, _ source: Recipe.Source) -> any Failure {
    LocatedFailure("\(recipe.name): the \(source.role.rawValue), \(source.file)", error)
  }

  /// The name of a download in progress, the same whoever starts it.
  private func key(of source: Recipe.Source) -> String {
    if let digest = source.accepted.first?.digest, source.accepted.count == 1 {
      return digest.description
    }
    let text = ([recipe.name, source.role.rawValue] + source.urls).joined(separator: "\n")
    return "\(Digest(of: Array(text.utf8)))"
  }

  private func addresses(of source: Recipe.Source) throws -> [Address] {
    do throws(DownloadError) {
      var addresses: [Address] = []
      for mirror in mirrors {
        let base = try Address(mirror)
        addresses.append(try base.appending("\(recipe.name)/\(source.file)"))
        addresses.append(try base.appending(source.file))
      }
      for url in source.urls {
        let isPath = !url.contains("://") && !url.hasPrefix("file:")
        addresses.append(try Address(isPath ? recipe.resolve(url) : url))
      }
      return addresses
    } catch { throw failure(error, source) }
  }

  private func putAside(
    _ rejected: Rejected, _ source: Recipe.Source, _ download: Download
  ) throws(DownloadError) {
    do {
      try store.quarantine(
        rejected.path,
        QuarantineEntry(
          contents: Contents(digest: rejected.digest, size: rejected.size),
          wanted: "\(source.role.rawValue) \(source.file)",
          accepted: download.accepted.map(\.digest), model: recipe.name,
          origin: rejected.url, reason: "\(rejected.reason)"))
    } catch {
      throw .file(FileError(kind: .unwritable, path: rejected.path, message: "\(error)"))
    }
  }
}

/// Which bytes a model is made from.
public struct PullEntry: StoreDocument, Hashable {
  static let folder = "sources"

  /// A file that goes in.
  public struct File: Codable, Hashable, Sendable {
    /// What it is called.
    public var file: String
    /// Its bytes.
    public var contents: Contents
    /// Where the bytes are from, when the recipe had no hash of them: they are to be reviewed.
    public var firstUse: String?
  }

  /// The version of its form.
  public var schemaVersion = 1
  /// The files by their roles: `cfg`, `weights`, `names`.
  public var files: [String: File]

  /// The bytes by their roles.
  var contents: [Recipe.Source.Role: Contents] {
    var contents: [Recipe.Source.Role: Contents] = [:]
    for (role, file) in files {
      if let role = Recipe.Source.Role(rawValue: role) { contents[role] = file.contents }
    }
    return contents
  }
}
