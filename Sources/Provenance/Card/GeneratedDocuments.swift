import Files

/// The documents that follow from a record alone, so that they can be made again and compared: the
/// bills of materials and the card. Statements are not among them, since signatures differ each time.
public struct GeneratedDocuments {
  /// A file to be.
  public struct Document: Hashable, Sendable {
    /// Its name in the folder of the artifact.
    public let name: String
    /// Its contents.
    public let text: String
  }

  /// The documents, sorted by name.
  public let documents: [Document]
  private let name: String

  /// Makes the documents of an artifact.
  ///
  /// - Parameters:
  ///   - name: the artifact's file in its folder, by which the documents are called: what the record
  ///     calls it may be anything.
  ///   - card: the card of the folder, which has but one; nil where it is about another artifact.
  public init(_ record: ProvenanceRecord, of name: String, card: ModelCard? = nil) {
    self.name = name
    var documents = [
      Document(name: CycloneDX.path(for: name), text: CycloneDX(record).text),
      Document(name: SPDX.path(for: name), text: SPDX(record).text),
    ]
    if let card { documents.append(Document(name: ModelCard.fileName, text: card.text)) }
    self.documents = documents.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  /// Writes all of them or none.
  ///
  /// - Throws: `FileError` when one cannot be written, or others' files are in the way.
  public func write(
    to folder: String, replacing replacement: Replacement = .own
  ) throws(FileError) {
    try DerivedFile.write(files(in: folder), replacement)
  }

  /// The documents as files of a folder.
  func files(in folder: String) -> [(file: DerivedFile, bytes: [UInt8])] {
    documents.map { document in
      let path = "\(folder)/\(document.name)"
      let file: DerivedFile =
        switch document.name {
        case ModelCard.fileName: .card(path)
        case CycloneDX.path(for: name): .cycloneDX(of: "\(folder)/\(name)")
        default: .spdx(of: "\(folder)/\(name)")
        }
      return (file, Array(document.text.utf8))
    }
  }

  /// The names of those that are missing in a folder or do not follow from the record any more.
  ///
  /// - Throws: `FileError` when one is there and cannot be read.
  public func stale(in folder: String) throws(FileError) -> [String] {
    var stale: [String] = []
    for document in documents {
      let path = "\(folder)/\(document.name)"
      guard Folder.hasFile(path) else {
        stale.append(document.name)
        continue
      }
      let file = try MappedFile(path: path)
      let isSame = file.withUnsafeBytes { $0.elementsEqual(document.text.utf8) }
      if !isSame { stale.append(document.name) }
    }
    return stale
  }
}
