import Digests
import Files
import Pipeline
import Provenance
import Registry
import Text

/// Pulls a built model of somebody else's zoo into the store: verified, with where it is from and the key
/// of its publisher.
public struct ModelFetch: Sendable {
  /// What the zoo calls it.
  public let name: String
  /// The zoo.
  public let origin: Origin
  /// Where it goes.
  public let store: Store
  /// What it is called in the store.
  public var localName: String
  /// The public key of the publisher; nil for the one of the first pull.
  public var key: VerificationKey?
  /// Whether a model is taken though its publisher has withdrawn it.
  public var acceptsWithdrawn = false
  /// How registries and web servers are asked.
  public var connection = RegistryConnection()
  /// The threads that hash.
  public var threads = Execution().threads
  /// Told how far it is: what is done, how many bytes, of how many.
  public var progress: (@Sendable (String, Int, Int) -> Void)?

  /// Pulls a model.
  public init(_ name: String, from origin: Origin, into store: Store) {
    (self.name, self.origin, self.store) = (name, origin, store)
    localName = name
  }

  /// Why a key is believed.
  public enum Trust: Hashable, Sendable {
    /// The caller named it.
    case named
    /// It is that of the first pull.
    case pinned
    /// The zoo itself offered it, now for the first time.
    case firstUse
  }

  /// How it went.
  public struct Outcome: Sendable {
    /// What is in the store now.
    public let entry: PulledEntry
    /// What was there before under the name; nil for nothing.
    public let before: PulledEntry?
    /// The key of the publisher.
    public let key: VerificationKey
    /// Why it is believed.
    public let trust: Trust
    /// What came, and what was checked.
    public let folder: FolderPull.Outcome
  }

  /// Pulls it.
  ///
  /// - Throws: a `Failure`; the store has what it had then.
  public func run() throws -> Outcome {
    guard Recipe.isName(localName) else {
      throw PipelineError.usage(
        "'\(localName)' is no name of a model; write small letters, digits, '-', '_' and '.'"
          + "\(with: .localName)")
    }
    guard try store.build(of: localName) == nil else {
      throw PipelineError.usage(
        "\(localName): was built here, and stays what it is; pull the other one under another name"
          + "\(with: .localName)")
    }
    let offer = try OriginOffer(name, in: origin, connection)
    // By the name, so that two who pull the same model do not mix their files.
    let alone = try store.lock(
      StoreNames.downloadLock("\(Digest(of: Array("pull \(localName)".utf8)))"))
    defer { withExtendedLifetime(alone) {} }
    let before = try store.read(PulledEntry.self, localName)
    let (key, trust) = try self.key(of: offer, pinned: before)
    if !acceptsWithdrawn { try offer.withdrawals.check(offer.model.name, key: key) }
    let place = "\(store.path)/\(StoreNames.incoming)/\(localName)"
    try Folder.create(StoreNames.incoming, in: store.path)
    // What a process left that was killed while it moved files.
    if Folder.exists(place) {
      for entry in try FolderTree(path: place).entries {
        guard case .file = entry.kind, !entry.isLink else { continue }
        _ = try store.add(moving: "\(place)/\(entry.path)")
      }
      Folder.remove(place)
    }
    var pull = FolderPull(offer.model, to: place, key: key)
    pull.known = { [store] digest in store.contains(digest) ? store.path(of: digest) : nil }
    (pull.threads, pull.progress) = (threads, progress)
    let folder = try pull.run()
    defer { Folder.remove(place) }
    var files: [String: Contents] = [:]
    for file in folder.files {
      files[file.path] = try store.add(
        moving: "\(place)/\(file.path)", digest: file.blob.contents.digest)
    }
    let entry = PulledEntry(
      name: name, origin: "\(origin)", version: offer.version, folderName: offer.folderName,
      publicKey: key.pem, withdrawn: offer.withdrawals.current(key: key)?.reason, files: files)
    if entry != before { try store.write(entry, localName) }
    return Outcome(entry: entry, before: before, key: key, trust: trust, folder: folder)
  }

  /// The key that the signature has to be by.
  private func key(
    of offer: OriginOffer, pinned: PulledEntry?
  ) throws -> (VerificationKey, Trust) {
    if let key { return (key, .named) }
    if let pinned {
      let known = try VerificationKey(
        pem: pinned.publicKey, source: "the store's key of \(localName)")
      guard offer.keys.isEmpty || offer.keys.contains(known) else {
        throw OriginError.otherKey(
          offer.model.name, offered: offer.keys[0].id, pinned: known.id, local: localName,
          origin: pinned.origin)
      }
      return (known, .pinned)
    }
    guard let first = offer.keys.first else { throw OriginError.noKey(offer.model.name) }
    guard offer.keys.count == 1 else {
      throw OriginError.severalKeys(offer.model.name, offer.keys.map(\.id))
    }
    return (first, .firstUse)
  }
}

/// Why a key of a publisher is not believed.
public enum OriginError: Failure, LinedError, Hashable, Sendable {
  /// The zoo offers another key than at the first pull.
  case otherKey(_ name: String, offered: String, pinned: String, local: String, origin: String)
  /// No key is offered and none was named.
  case noKey(_ name: String)
  /// Several keys are offered.
  case severalKeys(_ name: String, [String])

  /// What can be done about it.
  public var category: FailureCategory {
    switch self {
    case .otherKey: .refused
    case .noKey, .severalKeys: .usage
    }
  }

  /// What was found, and how to resolve it.
  public var lines: Lines {
    switch self {
    case .otherKey(let name, let offered, let pinned, let local, let origin):
      "\(name): is offered with the key \(offered), but \(local), pulled from \(origin) before, is signed "
        + "with \(pinned). Either the publisher has a new key, or somebody else publishes under the name. "
        + "Nothing was pulled. Ask the publisher in another way, and give the new public key\(with: .key)"
    case .noKey(let name):
      "\(name): comes without a public key, so that nothing proves who made it; have the publisher's key, "
        + "and give it\(with: .key)"
    case .severalKeys(let name, let keys):
      "\(name): is offered with several keys (\(keys.joined(separator: ", "))); have the publisher's, and "
        + "give it\(with: .key)"
    }
  }
}
