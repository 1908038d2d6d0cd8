import Digests
import Files

/// The records in some folders.
public struct RecordIndex: Sendable {
  /// A record and where it is.
  public struct Entry: Hashable, Sendable {
    /// The file.
    public let path: String
    /// What it says.
    public let record: ProvenanceRecord
    /// Its identity, which children name it by.
    public let identity: Digest
  }

  /// The records, in the order of their paths.
  public let entries: [Entry]
  /// What is wrong with records that cannot be read, in the order of their paths.
  public let problems: [DocumentError]
  /// The other files of the folders.
  public let files: FileIndex

  /// Reads every record in folders and those within them.
  ///
  /// - Throws: `DocumentError.file` when a folder cannot be read; a record that cannot is among the
  ///   problems.
  public init(_ folders: [String]) throws(DocumentError) {
    files = try FileIndex(folders)
    var entries: [Entry] = []
    var problems: [DocumentError] = []
    for path in files.paths(endingIn: ProvenanceRecord.suffix) {
      do throws(DocumentError) {
        let record = try ProvenanceRecord(contentsOf: path)
        entries.append(Entry(path: path, record: record, identity: record.identity))
      } catch { problems.append(error) }
    }
    self.entries = entries
    self.problems = problems
  }

  /// The records of an artifact.
  public func entries(ofArtifact digest: Digest) -> [Entry] {
    entries.filter { $0.record.artifact.file.digest == digest }
  }

  /// The record that a child names: the one of that identity, else one of the same artifact, which
  /// then is not the one the child was made with.
  public func parent(_ parent: ParentRecord) -> Entry? {
    entries.first { $0.identity == parent.identity }
      ?? entries.first { $0.record.artifact.file.digest == parent.artifact }
  }
}
