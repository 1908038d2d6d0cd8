import Files
import JSON

extension Manifest {
  /// Reads a manifest.
  ///
  /// Paths that lead out of the folder are let through, because checking names them together with
  /// everything else; nothing is ever opened by a path of a manifest.
  ///
  /// - Throws: `DocumentError` when it cannot be read, is no manifest, is of a newer schema, was
  ///   changed, or has wrong fields, all of which are named.
  public init(contentsOf path: String, rules: JSONRules = .strict) throws(DocumentError) {
    let value = try Document.read(path, knownVersion: Manifest.schemaVersion, rules: rules)
    try self.init(value, source: path)
  }

  /// Reads the text of a manifest.
  ///
  /// - Parameter source: what errors call it.
  /// - Throws: `DocumentError`, as for a file.
  public init(
    parsing bytes: [UInt8], source: String, rules: JSONRules = .strict
  ) throws(DocumentError) {
    let value = try Document.read(
      bytes, source: source, knownVersion: Manifest.schemaVersion, rules: rules)
    try self.init(value, source: source)
  }

  private init(_ value: JSONValue, source: String) throws(DocumentError) {
    var problems = DocumentProblems()
    var reader = ObjectReader(value, place: "", &problems)
    for key in ["schemaVersion", "checksum"] { _ = reader.optional(key) }
    if reader.rest["files"] == nil {
      problems.add("", "the key 'files' is missing; is this a manifest?")
    }
    self.init(files: reader.parts("files", &problems), ignored: reader.texts("ignored", &problems))
    publication = reader.optionalText("publication", &problems)
    others = reader.rest
    try problems.check(source)
  }

  /// The text of the manifest: indented JSON, keys sorted, with a checksum.
  public var text: String {
    var builder = ObjectBuilder(others)
    builder.set("schemaVersion", Manifest.schemaVersion)
    // A folder without files has a manifest as well.
    builder.set("files", JSONValue.array(files.map(\.json)))
    builder.set("ignored", ignored)
    builder.set("publication", publication)
    return Document.text(of: builder.members)
  }

  /// Writes the manifest whole or not at all.
  ///
  /// - Parameter isUpdate: whether it is the manifest that was read, with changes.
  /// - Throws: `DocumentError.file`.
  public func write(to path: String, isUpdate: Bool = false) throws(DocumentError) {
    do throws(FileError) {
      try AtomicFile.write(Array(text.utf8), to: path, isUpdate: isUpdate)
    } catch { throw .file(error) }
  }
}
