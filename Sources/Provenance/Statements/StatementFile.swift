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

  /// Writes what the record of an artifact says beside it, signed when there is a key, and documents
  /// that follow from it; all of them or none.
  ///
  /// - Returns: the statements.
  /// - Throws: `SignatureError.file`, also where others' files are in the way, or `.notSigned`.
  @discardableResult
  public static func write(
    _ record: ProvenanceRecord, of artifact: String, key: SigningKey?,
    with documents: GeneratedDocuments? = nil, replacing replacement: Replacement = .own
  ) throws(SignatureError) -> [Statement] {
    let statements = Statement.all(of: record)
    let text = try text(statements, key: key)
    let files = documents?.files(in: Folder.parent(of: artifact)) ?? []
    do throws(FileError) {
      try DerivedFile.write(
        [(.statements(of: artifact, by: key), Array(text.utf8))] + files, replacement)
    } catch { throw .file(error) }
    return statements
  }
}
