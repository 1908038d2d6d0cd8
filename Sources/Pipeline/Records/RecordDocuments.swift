import Digests
import Files
import Provenance
import Text

/// Everything that follows from the record beside a model.
public struct RecordDocuments: Sendable {
  /// The record.
  public let record: ProvenanceRecord
  /// The records around it, its parents' among them.
  private let ancestors: [ProvenanceRecord]
  private let artifact: String
  private let folder: String

  /// Reads the record beside a model.
  ///
  /// - Throws: a `Failure`, also when it is about other bytes.
  public init(of artifact: String) throws {
    self.artifact = artifact
    folder = artifact.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(artifact[..<$0]) } ?? "."
    let path = ProvenanceRecord.path(for: artifact)
    record = try ProvenanceRecord(contentsOf: path)
    ancestors = try RecordIndex([folder.isEmpty ? "/" : folder]).entries.map(\.record)
    let digest = try Digest(ofFile: artifact)
    guard digest == record.artifact.file.digest else {
      throw FileError(
        kind: .unreadable, path: artifact,
        message: "is \(digest), but its record is about \(record.artifact.file.digest); make it "
          + "again")
    }
  }

  /// What is not known but should be.
  public var warnings: [Lines] { record.warnings.map { Lines($0) } }

  /// The card.
  public var card: ModelCard { ModelCard(record, ancestors: ancestors) }

  /// Writes statements and documents beside the model, called by its file's name.
  ///
  /// - Returns: their paths.
  /// - Throws: `SignatureError`; nothing was written where others' files are in the way.
  public func write(
    key: SigningKey?, includesCard: Bool, replacing replacement: Replacement = .own
  ) throws(SignatureError) -> [String] {
    let documents = GeneratedDocuments(
      record, of: Folder.name(of: artifact), card: includesCard ? card : nil)
    try StatementFile.write(
      record, of: artifact, key: key, with: documents, replacing: replacement)
    return [StatementFile.path(for: artifact)] + documents.documents.map { "\(folder)/\($0.name)" }
  }

  /// Signs the statements beside the model.
  ///
  /// - Throws: `SignatureError`.
  public func writeStatements(key: SigningKey) throws(SignatureError) {
    try StatementFile.write(record, of: artifact, key: key)
  }
}
