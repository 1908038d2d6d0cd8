import Files
import Text

/// What users of artifacts must be told: who made what went in, and under which licences.
///
/// It is a function of the records and the licence texts that they name.
public struct Notice: Sendable {
  /// The name of the notice in its folder.
  public static let name = "NOTICE.md"
  /// The folder of licence texts beside it.
  public static let licenses = "LICENSES"
  /// The largest licence text that is read, in bytes.
  public static let largestText = 16 << 20

  /// A file of the notice.
  public struct File: Hashable, Sendable {
    /// The path beside the notice, with `/`.
    public let path: String
    /// The contents.
    public let bytes: [UInt8]
  }

  /// The notice and the licence texts, sorted by path.
  public let files: [File]
  /// What is not known but should be.
  public let warnings: [String]

  /// The text of `NOTICE.md`.
  public var text: String {
    let file = files.first { $0.path == Notice.name }
    return String(decoding: file?.bytes ?? [], as: UTF8.self)
  }

  /// Makes the notice of records.
  ///
  /// - Parameters:
  ///   - records: those of the artifacts, in any order.
  ///   - texts: where the licence texts that they name are found, by hash.
  ///   - source: what errors call the records.
  /// - Throws: `DocumentError.problems` when licence texts that records name are not found.
  public init(
    of records: [ProvenanceRecord], texts: FileIndex, source: String
  ) throws(DocumentError) {
    let subjects = NoticeSubject.subjects(of: records)
    let shelf = LicenseTextIndex(texts)
    var licenseTexts = LicenseTexts()
    var problems = DocumentProblems()
    for subject in subjects {
      guard let file = subject.licenseFile else { continue }
      guard let bytes = shelf.bytes(of: file) else {
        problems.add(
          subject.name,
          "its licence text \(shown(file.name)) (sha256 \(file.digest)) is not here; put it "
            + "beside the records")
        continue
      }
      for id in subject.textIDs {
        licenseTexts.add(bytes, id: id, subject: shown(subject.name))
      }
    }
    try problems.check(source)
    var writer = NoticeWriter(texts: licenseTexts)
    writer.write(subjects)
    let notice = File(path: Notice.name, bytes: Array(SealedText.seal(writer.text).utf8))
    files =
      ([notice] + licenseTexts.files.map { File(path: $0.path, bytes: $0.bytes) })
      .sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    warnings = Notice.warnings(records) + writer.warnings
  }

  /// Makes the notice of the records in folders.
  ///
  /// - Throws: `DocumentError` when a folder or a record cannot be read, there is no record, or
  ///   licence texts are not found.
  public init(folders: [String]) throws(DocumentError) {
    let shelf = try RecordIndex(folders)
    let source = folders.joined(separator: ", ")
    if let problem = shelf.problems.first { throw problem }
    guard !shelf.entries.isEmpty else {
      var problems = DocumentProblems()
      problems.add("", "holds no record; records are called NAME\(ProvenanceRecord.suffix)")
      throw problems.error(source)
    }
    try self.init(of: shelf.entries.map(\.record), texts: shelf.files, source: source)
  }

  /// Parents whose materials are not told of, because their records are not here.
  private static func warnings(_ records: [ProvenanceRecord]) -> [String] {
    let identities = Set(records.map(\.identity))
    return records.compactMap { record in
      guard let parent = record.parent, !identities.contains(parent.identity) else { return nil }
      return "\(record.artifact.file.name): the record of its parent, "
        + "\(shown(parent.name)), is not here; what went into that is not told"
    }.sorted()
  }
}

extension NoticeSubject {
  /// The identifiers whose texts its licence file holds; one of its own where the licence is not
  /// known.
  fileprivate var textIDs: [String] {
    guard case .expression(let expression) = license else {
      return ["LicenseRef-\(licenseFile?.digest.description.prefix(12) ?? "unknown")"]
    }
    return expression.textIDs
  }
}
