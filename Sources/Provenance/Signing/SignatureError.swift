import Digests
import Files
import JSON
import Text

/// Why something signed cannot be made or does not hold.
///
/// `source` is the file as the caller named it; for an envelope of several, with its line.
public indirect enum SignatureError: Failure, LinedError, Hashable, Sendable {
  /// The system does not let a file or folder be read or written.
  case file(FileError)
  /// The file is larger than any signature.
  case tooLarge(source: String, byteCount: Int, limit: Int)
  /// The text is not JSON.
  case syntax(source: String, JSONSyntaxError)
  /// It is JSON, but not what it should be.
  case malformed(source: String, [Problem<String>])
  /// It is of a kind that is not supported.
  case unsupported(source: String, found: String, expected: String)
  /// It was signed with other keys, whose names are these.
  case otherKey(source: String, found: [String], expected: String)
  /// The signature does not belong to the contents: either was changed, or another key signed.
  case notValid(source: String, key: String)
  /// What was signed is not what is there.
  case folder(path: String, [FolderProblem])
  /// A statement is about other bytes than those of the artifact.
  case otherSubject(source: String, found: [String], artifact: String, digest: Digest)
  /// A statement is not signed, where a key was given.
  case notEnveloped(source: String)
  /// Two or more lines of a file do not hold.
  case several([SignatureError])
  /// The system gave no random numbers.
  case notSigned(reason: String)

  /// How many problems `description` lists.
  private static let mostLines = 20

  /// A sentence for people, or a line for each of the first problems.
  public var lines: Lines {
    switch self {
    case .file(let error): return "\(error)"
    case .tooLarge(let source, let byteCount, let limit):
      return "\(source): is \(byteCount) bytes, more than the \(limit) that are read; "
        + "is it a signature?"
    case .syntax(let source, let error): return "\(source):\(error)"
    case .malformed(let source, let problems):
      return SignatureError.first(problems.map { "\(source): \($0)" })
    case .unsupported(let source, let found, let expected):
      return "\(source): \(found), but only \(expected) can be verified"
    case .otherKey(let source, let found, let expected):
      return "\(source): was signed with the key \(found.joined(separator: ", ")), not with "
        + "\(expected); give the public key that belongs to it"
    case .notValid(let source, let key):
      return "\(source): the signature is not one of these contents by the key \(key): they were "
        + "changed, or signed with another key; do not use them"
    case .folder(let path, let problems):
      return SignatureError.first(problems.map { "\(path)/\($0)" })
    case .otherSubject(let source, let found, let artifact, let digest):
      let subjects = found.isEmpty ? "nothing" : found.joined(separator: ", ")
      return "\(source): is about \(subjects), but \(artifact) has the SHA-256 \(digest): the "
        + "artifact was changed, or the statement is of another one"
    case .notEnveloped(let source):
      return "\(source): is not signed; sign it, or verify without a key what can be"
    case .several(let errors): return SignatureError.first(errors.map(\.lines))
    case .notSigned(let reason): return "cannot be signed: \(reason)"
    }
  }

  private static func first(_ all: [Lines]) -> Lines {
    let rest: [Lines] = all.count > mostLines ? ["and \(all.count - mostLines) more"] : []
    return (all.prefix(mostLines) + rest).joined()
  }

  /// - Throws: the error, or all of them, when there are any.
  static func check(_ errors: [SignatureError]) throws(SignatureError) {
    if let first = errors.first { throw errors.count == 1 ? first : .several(errors) }
  }
}

extension SignatureError {
  /// What can be done about it.
  public var category: FailureCategory {
    switch self {
    case .file(let error): error.category
    case .tooLarge, .syntax, .malformed, .unsupported: .malformed
    case .otherKey, .notValid, .folder, .otherSubject, .notEnveloped: .refused
    // What cannot be read or is no signature weighs more than one that does not hold.
    case .several(let errors):
      errors.map(\.category).first { $0 != .refused } ?? .refused
    case .notSigned: .fault
    }
  }
}
