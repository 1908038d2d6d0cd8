import Files
import JSON
import Pipeline
import Text

/// A small document of the store, in JSON.
protocol StoreDocument: Codable, Sendable {
  /// The folder of such documents in the store.
  static var folder: String { get }
  /// The version of its form.
  var schemaVersion: Int { get }
  /// The version that this program writes; documents of earlier ones count as not there.
  static var version: Int { get }
}

extension StoreDocument {
  static var version: Int { 1 }
}

/// The version of a document, whatever else is in it.
struct DocumentVersion {
  let number: Int

  /// Reads a version; nil for what is none.
  init?(_ value: JSONValue) {
    guard case .number(let number) = value, let whole = number.whole else { return nil }
    self.number = whole
  }
}

extension Store {
  /// The most bytes that a document of the store has.
  static let largestDocument = 1 << 26
  /// What is accepted of one.
  static let documentRules = JSONRules.strict.limited(to: largestDocument)

  /// Where a document is.
  func path<Document: StoreDocument>(_ type: Document.Type, _ name: String) -> String {
    "\(path)/\(Document.folder)/\(name).json"
  }

  /// Reads a document; nil where there is none.
  ///
  /// - Throws: a `Failure` when it is damaged or of a later version.
  func read<Document: StoreDocument>(
    _ type: Document.Type, _ name: String
  ) throws -> Document? {
    let path = path(type, name)
    switch Folder.kind(of: "\(Document.folder)/\(name).json", in: self.path) {
    case .file: break
    case .nothing: return nil
    case .folder, .other:
      throw PipelineError.malformed(
        "\(path): is no ordinary file, and the store follows no link; remove it")
    }
    let file = try MappedFile(path: path)
    guard file.count <= Store.largestDocument else {
      throw PipelineError.malformed(
        "\(path): has \(file.count) bytes, more than the \(Store.largestDocument) that any such file "
          + "has; remove it")
    }
    do {
      let tree = try file.withUnsafeBytes {
        try JSONValue(parsing: $0, rules: Store.documentRules)
      }
      guard let version = tree["schemaVersion"].flatMap({ DocumentVersion($0) })?.number else {
        throw PipelineError.malformed(
          "\(path): has no schemaVersion; remove it, and the next build creates it again")
      }
      guard version <= Document.version else {
        throw PipelineError.malformed(
          "\(path): has schemaVersion \(version), but this program knows only versions up to "
            + "\(Document.version); use a newer one")
      }
      return version == Document.version ? try JSONDecoding.decode(type, from: tree) : nil
    } catch let error as PipelineError { throw error } catch {
      throw PipelineError.malformed(
        "\(path): is damaged; remove it, and the next build creates it again: \(error)")
    }
  }

  /// Writes a document, whole.
  func write<Document: StoreDocument>(
    _ document: Document, _ name: String
  ) throws {
    let path = path(Document.self, name)
    let text = try JSONEncoding.text(document) + "\n"
    // Made elsewhere, lest a killed process leave a part of it beside the others.
    let whole = try work.newPath()
    try AtomicFile.write(Array(text.utf8), to: whole)
    try Folder.create(Folder.parent(of: "\(Document.folder)/\(name)"), in: self.path)
    try Folder.move(whole, to: path)
  }

  /// The names of the documents of a kind, sorted.
  ///
  /// - Throws: a `Failure` when they cannot be listed, which is not the same as that there are none.
  func names<Document: StoreDocument>(_ type: Document.Type) throws -> [String] {
    let folder = "\(path)/\(Document.folder)"
    return try Folder.namesIfAny(in: folder)
      .filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }
  }
}
