import Files

/// A file of statements about one artifact, `NAME.intoto.jsonl`: on each line an envelope, or a
/// statement that is not signed.
public enum StatementFile {
  /// What the names of such files end in.
  public static let suffix = ".intoto.jsonl"

  /// The name of the file for an artifact.
  public static func path(for artifact: String) -> String { artifact + suffix }

  /// The text of a file.
  ///
  /// - Parameter key: nil for statements that are not signed.
  /// - Throws: `SignatureError.notSigned`.
  public static func text(
    _ statements: [Statement], key: SigningKey?
  ) throws(SignatureError) -> String {
    var text = ""
    for statement in statements {
      if let key {
        text += try Envelope(signing: statement.bytes, with: key).line + "\n"
      } else {
        text += String(decoding: statement.bytes, as: UTF8.self) + "\n"
      }
    }
    return text
  }

  /// Writes what a record says, signed when there is a key.
  ///
  /// - Throws: `SignatureError.file` or `.notSigned`.
  @discardableResult
  public static func write(
    _ record: ProvenanceRecord, to path: String, key: SigningKey?
  ) throws(SignatureError) -> [Statement] {
    let statements = Statement.all(of: record)
    try SignedDocument.write(try text(statements, key: key), to: path)
    return statements
  }
}
