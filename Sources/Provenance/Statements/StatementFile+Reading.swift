import Digests
import Files
import Text

extension StatementFile {
  /// A line of a file.
  public enum Line: Hashable, Sendable {
    /// A statement in an envelope, and the statement.
    case signed(Envelope, Statement)
    /// A statement without a signature.
    case bare(Statement)

    /// The statement, whether it can be believed or not.
    public var statement: Statement {
      switch self {
      case .signed(_, let statement), .bare(let statement): statement
      }
    }
  }

  /// What was found when a file was verified.
  public struct Verified: Hashable, Sendable {
    /// The statements in the order of the lines; other tools may have added some.
    public let statements: [Statement]
    /// The key that signed every one of them; nil when no key was given.
    public let keyID: String?

    /// Whether these are the statements that a record makes, no more and no fewer.
    public func areAll(of record: ProvenanceRecord) -> Bool {
      // By bytes: texts that only look alike are equal to Swift.
      statements.map(\.bytes) == Statement.all(of: record).map(\.bytes)
    }
  }

  /// Reads a file; nothing is verified yet.
  ///
  /// - Throws: `SignatureError`; with `.several` for every line that cannot be read.
  public static func read(_ path: String) throws(SignatureError) -> [Line] {
    try lines(try SignedDocument.bytes(path), source: path)
  }

  /// Checks that every statement is about an artifact and, where a key is given, signed with it.
  ///
  /// - Parameters:
  ///   - artifact: the file that the statements are about; it is hashed.
  ///   - key: nil to look at the contents only, which anybody could have written.
  /// - Throws: `SignatureError`; with `.several` for every line that does not hold.
  public static func verify(
    _ path: String, artifact: String, key: VerificationKey?
  ) throws(SignatureError) -> Verified {
    let digest: Digest
    do throws(FileError) { digest = try Digest(ofFile: artifact) } catch { throw .file(error) }
    return try verify(
      try SignedDocument.bytes(path), source: path, artifact: artifact, digest: digest, key: key)
  }

  /// Checks the bytes of a file against the digest of an artifact.
  static func verify(
    _ bytes: [UInt8], source: String, artifact: String, digest: Digest, key: VerificationKey?
  ) throws(SignatureError) -> Verified {
    var errors: [SignatureError] = []
    let lines = try lines(bytes, source: source)
    for (index, line) in lines.enumerated() {
      do throws(SignatureError) {
        try check(
          line, source: "\(source):\(index + 1)", artifact: artifact, digest: digest, key: key)
      } catch { errors.append(error) }
    }
    try SignatureError.check(errors)
    return Verified(statements: lines.map(\.statement), keyID: key?.id)
  }

  private static func check(
    _ line: Line, source: String, artifact: String, digest: Digest, key: VerificationKey?
  ) throws(SignatureError) {
    if let key {
      guard case .signed(let envelope, _) = line else { throw .notEnveloped(source: source) }
      try envelope.verify(with: key, source: source)
    }
    let subjects = line.statement.subjects
    guard subjects.contains(where: { $0.digest == digest }) else {
      throw .otherSubject(
        source: source, found: subjects.map(\.digest.description), artifact: artifact,
        digest: digest)
    }
  }

  private static func lines(_ bytes: [UInt8], source: String) throws(SignatureError) -> [Line] {
    var lines: [Line] = []
    var errors: [SignatureError] = []
    var texts = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    // What follows the last newline is no line.
    if texts.last?.isEmpty == true { texts.removeLast() }
    for (index, text) in texts.enumerated() {
      do throws(SignatureError) {
        lines.append(try line(text, source: "\(source):\(index + 1)"))
      } catch {
        errors.append(error)
        // More than are shown; a file of empty lines could have millions.
        if errors.count == 100 { break }
      }
    }
    try SignatureError.check(errors)
    guard !lines.isEmpty else {
      throw .malformed(
        source: source, [Problem("", "is empty; it holds no statement")])
    }
    return lines
  }

  private static func line(
    _ text: ArraySlice<UInt8>, source: String
  ) throws(SignatureError) -> Line {
    let value = try SignedDocument.json(text, source: source)
    guard value["payloadType"] != nil || value["payload"] != nil else {
      return .bare(try SignedDocument.part(value, source: source))
    }
    let envelope: Envelope = try SignedDocument.part(value, source: source)
    guard envelope.payloadType == Envelope.statementType else {
      throw .unsupported(
        source: source, found: "its payloadType is '\(envelope.payloadType)'",
        expected: "'\(Envelope.statementType)'")
    }
    let statement = try SignedDocument.json(
      envelope.payload, source: "\(source) (the signed statement)")
    return .signed(envelope, try SignedDocument.part(statement, source: source))
  }
}
