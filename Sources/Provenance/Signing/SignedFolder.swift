import Digests
import Files
import JSON
import Text

/// What the signature of a folder says: the statement of OpenSSF Model Signing v1.0,
/// https://github.com/ossf/model-signing-spec
public struct SignedFolder: Hashable, Sendable {
  /// The type of the predicate.
  public static let predicateType = "https://model_signing/signature/v1.0"
  /// What git puts into the root of a folder, which every tool leaves out.
  public static let gitPaths = [".git", ".gitattributes", ".github", ".gitignore"]

  /// The folder's name when it was signed; only informative.
  public let name: String
  /// The files in the order of the statement: by the names along their paths.
  public let files: [FileDigest]
  /// Paths that were left out with all below them, sorted.
  public let ignoredPaths: [String]

  /// The one digest of the folder: that of the files' digests, in order.
  public var digest: Digest {
    var stream = DigestStream()
    for file in files { file.digest.bytes.withUnsafeBytes { stream.update($0) } }
    return stream.digest()
  }
}

extension SignedFolder {
  /// The statement, as it is signed.
  var statement: Statement {
    Statement(
      subjects: [Statement.Subject(name: name, digest: digest)],
      predicateType: SignedFolder.predicateType,
      predicate: FolderPredicate(files: files, ignoredPaths: ignoredPaths).json)
  }

  /// Reads a statement that was verified.
  ///
  /// - Throws: `SignatureError.malformed`, or `.unsupported` for what other tools can make and this
  ///   one cannot verify: other hashes, parts of files, symbolic links.
  init(statement value: JSONValue, source: String) throws(SignatureError) {
    let statement: Statement = try SignedDocument.part(value, source: source)
    func check(
      _ what: String, _ value: JSONValue?, _ expected: JSONValue
    ) throws(SignatureError) {
      if let value, value != expected {
        throw .unsupported(
          source: source, found: "its \(what) is \(value.summary)", expected: expected.summary)
      }
    }
    try check("predicateType", .text(statement.predicateType), .text(SignedFolder.predicateType))
    let serialization = statement.predicate["serialization"]
    for (key, expected) in FolderPredicate.serialization {
      try check("serialization.\(key)", serialization?[key], expected)
    }
    guard statement.subjects.count == 1 else {
      throw .malformed(
        source: source,
        [Problem("subject", "names \(statement.subjects.count), where one is needed")])
    }
    let subject = statement.subjects[0]
    let predicate: FolderPredicate = try SignedDocument.part(
      statement.predicate, place: "predicate", source: source)
    self.init(
      name: subject.name, files: predicate.files, ignoredPaths: predicate.ignoredPaths)
    guard digest == subject.digest else {
      throw .malformed(
        source: source,
        [
          Problem(
            "subject[0].digest.sha256",
            "is \(subject.digest), but the files that are listed have \(digest) together")
        ])
    }
  }
}

extension SignedFolder {
  /// Hashes the files of a folder that are not left out.
  ///
  /// - Throws: `SignatureError.folder` with everything that cannot be signed.
  init(
    hashing folder: String, ignoring ignored: [String], threads: Int,
    progress: FileHashes.Progress?
  ) throws(SignatureError) {
    let contents = try HashedFolder(
      folder, ignoring: ignored, threads: threads, progress: progress)
    guard contents.problems.isEmpty else { throw .folder(path: folder, contents.problems) }
    let paths = Set(ignored).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    self.init(
      name: Folder.ownName(of: folder), files: contents.files.sorted(by: SignedFolder.precedes),
      ignoredPaths: paths)
  }

  /// What of a folder differs from what was signed, in the order of paths.
  func problems(of contents: HashedFolder) -> [FolderProblem] {
    var signed: [RelativePath: Digest] = [:]
    for file in files { signed[RelativePath(file.path)] = file.digest }
    var problems = contents.problems
    for file in contents.files {
      guard let expected = signed.removeValue(forKey: RelativePath(file.path)) else {
        problems.append(FolderProblem(path: file.path, kind: .added))
        continue
      }
      if expected != file.digest {
        problems.append(
          FolderProblem(path: file.path, kind: .changed(signed: expected, found: file.digest)))
      }
    }
    for problem in contents.problems { signed[RelativePath(problem.path)] = nil }
    for file in files where signed[RelativePath(file.path)] != nil {
      problems.append(FolderProblem(path: file.path, kind: .missing))
    }
    return problems.sorted { RelativePath($0.path) < RelativePath($1.path) }
  }

  /// The order of statements: by the names along the paths, so that `a/b` comes before `a-b`.
  private static func precedes(_ a: FileDigest, _ b: FileDigest) -> Bool {
    // No name holds a zero byte, so it can stand for the end of one.
    func key(_ file: FileDigest) -> some Sequence<UInt8> {
      file.path.utf8.lazy.map { $0 == UInt8(ascii: "/") ? 0 : $0 }
    }
    return key(a).lexicographicallyPrecedes(key(b))
  }
}
