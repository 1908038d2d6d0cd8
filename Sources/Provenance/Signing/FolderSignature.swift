import Digests
import Files

/// The signature of a folder, in a file within it or beside it.
public enum FolderSignature {
  /// What the signature file is called by custom.
  public static let defaultName = "model.sig"

  /// What was found when a folder was verified.
  public struct Verified: Hashable, Sendable {
    /// What was signed, all of it there and unchanged.
    public let folder: SignedFolder
    /// What is in the folder but was left out of the signature, and may be anything.
    public let ignored: [String]
    /// The key that signed.
    public let keyID: String
  }

  /// Signs every file of a folder.
  ///
  /// Left out are the signature itself, what git puts into the folder's root, and `ignoring`.
  /// Folders that hold no file leave no trace in a signature.
  ///
  /// - Parameters:
  ///   - path: where the signature is written; nil for `model.sig` in the folder.
  ///   - ignoring: paths relative to the folder; those that lead out of it change nothing.
  ///   - progress: told from any thread, often, how many bytes of how many are hashed.
  /// - Throws: `SignatureError`; with `.folder` it names every symbolic link, special file and
  ///   unreadable file at once.
  @discardableResult
  public static func sign(
    folder: String, to path: String? = nil, with key: SigningKey, ignoring: [String] = [],
    threads: Int = 2, progress: (@Sendable (_ done: Int, _ count: Int) -> Void)? = nil
  ) throws(SignatureError) -> SignedFolder {
    let path = path ?? "\(folder)/\(defaultName)"
    let signed = try SignedFolder(
      hashing: folder,
      ignoring: ignored(path, in: folder) + ignoring.compactMap(FolderPredicate.ignoredPath),
      threads: threads, progress: progress)
    guard !signed.files.isEmpty else {
      throw .file(
        FileError(
          kind: .unreadable, path: folder,
          message: "holds no file that can be signed; name the folder of a model"))
    }
    // Key names stay out of the envelope, as other tools have it: the bundle names the key.
    let envelope = try Envelope(signing: signed.statement.bytes, with: key, keyID: "")
    let bundle = SigstoreBundle(keyHint: key.verificationKey.id, envelope: envelope)
    try SignedDocument.write(
      String(decoding: bundle.json.canonicalBytes, as: UTF8.self) + "\n", to: path)
    return signed
  }

  /// Checks a folder against its signature, without a network, with the public key alone.
  ///
  /// - Parameters:
  ///   - path: the signature; nil for `model.sig` in the folder.
  ///   - absent: signed files that may be missing, where a part of the folder is looked at.
  ///   - progress: told from any thread, often, how many bytes of how many are hashed.
  /// - Throws: `SignatureError`: when the signature cannot be read, is not by the key or not of its
  ///   contents, or, with every such file, when a file is missing, changed or was not signed.
  public static func verify(
    folder: String, signature path: String? = nil, with key: VerificationKey,
    absent: Set<String> = [], threads: Int = 2,
    progress: (@Sendable (_ done: Int, _ count: Int) -> Void)? = nil
  ) throws(SignatureError) -> Verified {
    let path = path ?? "\(folder)/\(defaultName)"
    let bundle = try read(path)
    if let hint = bundle.keyHint, hint != key.id {
      throw .otherKey(source: path, found: [hint], expected: key.id)
    }
    try bundle.envelope.verify(with: key, source: path)
    let signed = try contents(of: bundle, path)
    let contents = try HashedFolder(
      folder, ignoring: ignored(path, in: folder) + signed.ignoredPaths, threads: threads,
      progress: progress)
    let problems = signed.problems(of: contents).filter { problem in
      problem.kind != .missing || !absent.contains(problem.path)
    }
    guard problems.isEmpty else { throw .folder(path: folder, problems) }
    let own = Folder.relativePath(of: path, in: folder)
    return Verified(
      folder: signed, ignored: contents.ignored.filter { $0 != own }, keyID: key.id)
  }

  /// What a signature says of a folder, and by which key it says it was made; nothing is verified.
  ///
  /// - Throws: `SignatureError` when it cannot be read.
  public static func unverified(
    _ path: String
  ) throws(SignatureError) -> (folder: SignedFolder, keyID: String?) {
    let bundle = try read(path)
    return (try contents(of: bundle, path), bundle.keyHint)
  }

  private static func read(_ path: String) throws(SignatureError) -> SigstoreBundle {
    let value = try SignedDocument.json(try SignedDocument.bytes(path), source: path)
    return try SignedDocument.part(value, source: path)
  }

  private static func contents(
    of bundle: SigstoreBundle, _ path: String
  ) throws(SignatureError) -> SignedFolder {
    guard bundle.envelope.payloadType == Envelope.statementType else {
      throw .unsupported(
        source: path, found: "its payloadType is '\(bundle.envelope.payloadType)'",
        expected: "'\(Envelope.statementType)'")
    }
    let statement = try SignedDocument.json(
      bundle.envelope.payload, source: "\(path) (the signed statement)")
    return try SignedFolder(statement: statement, source: path)
  }

  /// What every signature leaves out.
  private static func ignored(_ path: String, in folder: String) -> [String] {
    let own = Folder.relativePath(of: path, in: folder)
    return SignedFolder.gitPaths + (own.map { [$0] } ?? [])
  }
}

/// Something in a folder that was not signed so, or that cannot be signed.
public struct FolderProblem: Hashable, Sendable, CustomStringConvertible {
  /// What is wrong.
  public enum Kind: Hashable, Sendable {
    /// The file was signed but is not there.
    case missing
    /// The file was signed with other contents.
    case changed(signed: Digest, found: Digest)
    /// The file was not signed.
    case added
    /// A symbolic link, whose target may change without a trace.
    case symbolicLink
    /// A pipe, a socket or a device.
    case special
    /// The name is not UTF-8.
    case unspeakable
    /// The system does not let it be read.
    case unreadable(FileError)
  }

  /// The path with `/`, relative to the folder.
  public let path: String
  /// What is wrong.
  public let kind: Kind

  /// `path: what is wrong`.
  public var description: String { "\(path): \(words)" }

  private var words: String {
    switch kind {
    case .missing: "was signed but is not there"
    case .changed(let signed, let found):
      "was changed: its SHA-256 is \(found), signed was \(signed)"
    case .added: "was not signed; remove it or sign the folder again"
    case .symbolicLink: "is a symbolic link, which is not signed; put the file itself there"
    case .special: "is no ordinary file and cannot be signed; remove it"
    case .unspeakable: "has a name that is not UTF-8 and cannot be signed; rename it"
    case .unreadable(let error): error.message.description
    }
  }
}
