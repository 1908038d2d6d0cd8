import Digests
import Files
import Pipeline
import Provenance
import Text

/// Hands a model out: the folder that people upload.
public struct Publication: Sendable {
  /// The recipe.
  public let recipe: Recipe
  /// Where the model is.
  public let store: Store
  /// The key that signs; nil where there is none yet.
  public let key: SigningKey?
  /// Makes one; called when everything else holds.
  private let makeKey: @Sendable () throws -> SigningKey
  /// What the folder has beside the files of the model.
  public var layout = PublicationLayout.plain
  /// The threads that hash.
  public var threads = Execution().threads

  /// Publishes the model of a recipe.
  public init(
    _ recipe: Recipe, from store: Store, key: SigningKey?,
    makingKey makeKey: @escaping @Sendable () throws -> SigningKey
  ) {
    self.recipe = recipe
    self.store = store
    self.key = key
    self.makeKey = makeKey
  }

  /// How it went.
  public enum Outcome: Sendable {
    /// The folder was written.
    case published(ModelEntry)
    /// Nothing was written, for these reasons.
    case refused([Lines])
  }

  /// Checks every gate on exactly the bytes that are published, and writes the folder.
  ///
  /// - Parameter folder: one that is not there yet, is empty, or holds an earlier publication in
  ///   which nothing was changed.
  /// - Throws: a `Failure`; nothing was written then.
  public func run(to folder: String) throws -> Outcome {
    guard let entry = try store.read(ModelEntry.self, recipe.name),
      let build = try store.build(of: recipe.name)
    else {
      return .refused(["\(recipe.name): was not built; `darkroom zoo build \(recipe.name)` does it"]
      )
    }
    let target = PublicationTarget(folder, signer: key?.verificationKey.id)
    try target.check()
    let place: String
    let work = try store.work
    place = "\(try work.folder())/\(target.name)"
    defer { Folder.remove(Folder.parent(of: place)) }
    try Folder.create(place)
    // From here on only these bytes count, which were hashed on their way.
    try store.lay(entry.files, in: place, mayLink: true)
    let reasons = try refusals(entry, in: place)
    guard reasons.isEmpty else { return .refused(reasons) }
    try layout.add(to: place, recipe)
    let key = if let key { key } else { try makeKey() }
    if let published = try store.read(PublicationEntry.self, recipe.name),
      published.build == build, published.publicKey == key.verificationKey.pem,
      store.contains(published.files.values), try holds(place, exactly: published.files.keys)
    {
      // What was signed once is the version: no two signatures by a key are alike.
      let signed = published.files.filter { entry.files[$0.key] != $0.value }
      for path in signed.keys { Folder.removeFile("\(place)/\(path)") }
      try store.lay(signed, in: place, mayLink: true)
    } else {
      try sign(place, key)
    }
    let check = try FolderCheck(folder: place, key: key.verificationKey).run()
    guard check.failed.isEmpty else { return .refused(check.failed) }
    try target.take(place)
    try remember(place, build, target.name, key)
    return .published(entry)
  }

  /// Whether a folder that is not signed yet has the files of a publication.
  private func holds(_ place: String, exactly paths: some Sequence<String>) throws -> Bool {
    let names = Set(try FolderTree(path: place).entries.map(\.path))
    return names == Set(paths).subtracting([FolderSignature.defaultName])
  }

  /// Why it may not be published.
  private func refusals(
    _ entry: ModelEntry, in place: String
  ) throws -> [Lines] {
    var reasons: [Lines] = []
    if entry.recipe != recipe.digest {
      reasons.append(
        "\(recipe.path) was changed after the model was built; `darkroom zoo build \(recipe.name)`")
    }
    let shelf = try RecordIndex([place])
    reasons += shelf.problems.flatMap(\.lines.each)
    let records = shelf.entries.map(\.record)
    let gates = ModelEvidence(recipe, entry.files, records: records).gates
    return reasons
      + gates.filter { $0.verdict != .passed }.map { "\($0.verdict.rawValue): \($0.text)" }
  }

  /// Signs the statements and the folder.
  private func sign(_ place: String, _ key: SigningKey) throws {
    for variant in recipe.variants {
      let model = "\(place)/\(recipe.fileName(of: variant))"
      guard Folder.hasFile(model) else { continue }
      let documents = try RecordDocuments(of: model)
      do throws(SignatureError) { try documents.writeStatements(key: key) } catch {
        throw PipelineError.unwritable("\(error)")
      }
    }
    let manifest = "\(place)/\(ModelBuild.manifestName)"
    var listed = try Manifest.create(
      folder: place, own: manifest,
      // The folder may be the work tree of a repository.
      ignoring: [
        FolderSignature.defaultName, ".git/", ".gitattributes", ".github/", ".gitignore",
      ],
      threads: threads)
    listed.publication = recipe.name
    try listed.write(to: manifest, isUpdate: true)
    do throws(SignatureError) {
      try FolderSignature.sign(folder: place, with: key, threads: threads)
    } catch { throw PipelineError.unwritable("\(error)") }
  }

  /// Keeps what was published, with its signatures.
  private func remember(
    _ place: String, _ build: String, _ name: String, _ key: SigningKey
  ) throws {
    var files: [String: Contents] = [:]
    let tree = try FolderTree(path: place)
    for entry in tree.entries {
      files[entry.path] = try store.add(moving: "\(place)/\(entry.path)")
    }
    try store.write(
      PublicationEntry(
        build: build, folderName: name, publicKey: key.verificationKey.pem, files: files),
      recipe.name)
  }
}

/// A model as it was published.
public struct PublicationEntry: StoreDocument, Hashable {
  static let folder = "published"
  /// The version of its form.
  public var schemaVersion = 1
  /// The SHA-256 of the document of the model that was published.
  public var build: String
  /// The name of the folder, which is signed with the files.
  public var folderName: String
  /// The public key that signatures are verified with, in PEM form.
  public var publicKey: String
  /// The files, signatures included, by their paths.
  public var files: [String: Contents]
}
