import Files
import Provenance

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
  /// - Throws: `PipelineError`, also when it is about other bytes.
  public init(of artifact: String) throws(PipelineError) {
    self.artifact = artifact
    folder = artifact.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(artifact[..<$0]) } ?? "."
    let path = ProvenanceRecord.path(for: artifact)
    do throws(DocumentError) {
      record = try ProvenanceRecord(contentsOf: path)
      ancestors = try RecordShelf([folder.isEmpty ? "/" : folder]).entries.map(\.record)
    } catch { throw PipelineError(error) }
    do throws(FileError) {
      let digest = try Digest(ofFile: artifact)
      guard digest == record.artifact.file.digest else {
        throw FileError(
          kind: .unreadable, path: artifact,
          message: "is \(digest), but its record is about \(record.artifact.file.digest); make it "
            + "anew")
      }
    } catch { throw PipelineError(error) }
  }

  /// What is not known but should be.
  public var warnings: [String] { record.warnings }

  /// The card.
  public var card: ModelCard { ModelCard(record, ancestors: ancestors) }

  /// Writes statements and documents beside the model.
  ///
  /// - Returns: their paths.
  /// - Throws: `SignatureError`.
  public func write(
    key: SigningKey?, includesCard: Bool
  ) throws(SignatureError) -> [String] {
    let documents = GeneratedDocuments(record, card: includesCard ? card : nil)
    do throws(FileError) { try documents.write(to: folder) } catch { throw .file(error) }
    return [try writeStatements(key: key)] + documents.documents.map { "\(folder)/\($0.name)" }
  }

  /// Writes the statements beside the model.
  ///
  /// - Returns: their path.
  /// - Throws: `SignatureError`.
  @discardableResult
  public func writeStatements(key: SigningKey?) throws(SignatureError) -> String {
    let path = StatementFile.path(for: artifact)
    try StatementFile.write(record, to: path, key: key)
    return path
  }
}
