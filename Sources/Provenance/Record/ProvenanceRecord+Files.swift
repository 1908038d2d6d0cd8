import Files

extension ProvenanceRecord {
  /// Reads a record file.
  ///
  /// - Throws: `DocumentError` when it cannot be read, is no record, is of a newer schema, was
  ///   changed, or has wrong fields, all of which are named.
  public init(contentsOf path: String, limits: JSONLimits = JSONLimits()) throws(DocumentError) {
    let value = try Document.read(
      path, knownVersion: ProvenanceRecord.schemaVersion, limits: limits)
    try self.init(value, source: path)
  }

  /// Reads the text of a record file.
  ///
  /// - Parameter source: what errors call it.
  /// - Throws: `DocumentError`, as for a file.
  public init(
    parsing bytes: [UInt8], source: String, limits: JSONLimits = JSONLimits()
  ) throws(DocumentError) {
    let value = try Document.read(
      bytes, source: source, knownVersion: ProvenanceRecord.schemaVersion, limits: limits)
    try self.init(value, source: source)
  }

  private init(_ value: JSONValue, source: String) throws(DocumentError) {
    var problems = DocumentProblems()
    let record = ProvenanceRecord(value, place: "", &problems)
    guard let record, problems.count == 0 else { throw problems.error(source) }
    self = record
  }

  /// The text of the record file: indented JSON, keys sorted, with a checksum.
  public var text: String { Document.text(of: members) }

  /// Writes the record file whole or not at all.
  ///
  /// - Parameter isUpdate: whether it is the record that was read, with changes.
  /// - Throws: `DocumentError.file`.
  public func write(to path: String, isUpdate: Bool = false) throws(DocumentError) {
    do throws(FileError) {
      try AtomicFile.write(Array(text.utf8), to: path, isUpdate: isUpdate)
    } catch { throw .file(error) }
  }
}
