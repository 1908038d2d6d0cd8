import Digests
import Files
import JSON

/// A JSON document of ours: an object with a `schemaVersion` and a `checksum`.
///
/// The checksum is the SHA-256 of the canonical spelling of everything else, so that a changed byte
/// is noticed without any other file; only white space and the spelling of a text may differ. It is
/// no signature: whoever means harm can compute it again.
enum Document {
  /// Maps a file and reads it.
  static func read(
    _ path: String, knownVersion: Int, rules: JSONRules
  ) throws(DocumentError) -> JSONValue {
    let file: MappedFile
    do throws(FileError) { file = try MappedFile(path: path) } catch { throw .file(error) }
    return try file.withUnsafeBytes { bytes throws(DocumentError) in
      try read(bytes, source: path, knownVersion: knownVersion, rules: rules)
    }
  }

  /// Reads a document and checks its version and its checksum.
  static func read(
    _ bytes: [UInt8], source: String, knownVersion: Int, rules: JSONRules
  ) throws(DocumentError) -> JSONValue {
    let result = bytes.withUnsafeBytes { bytes -> Result<JSONValue, DocumentError> in
      do throws(DocumentError) {
        return .success(
          try read(bytes, source: source, knownVersion: knownVersion, rules: rules))
      } catch { return .failure(error) }
    }
    return try result.get()
  }

  /// Reads a document and checks its version and its checksum.
  static func read(
    _ bytes: UnsafeRawBufferPointer, source: String, knownVersion: Int, rules: JSONRules
  ) throws(DocumentError) -> JSONValue {
    let value = try parse(bytes, source: source, rules: rules)
    var problems = DocumentProblems()
    var reader = ObjectReader(value, place: "", &problems)
    let version = reader.whole("schemaVersion", &problems)
    if let version, version > knownVersion {
      throw .newerSchema(source: source, found: version, known: knownVersion)
    }
    if let version, version < 1 {
      problems.add("schemaVersion", "is \(version), where 1 or more is needed")
    }
    let stated = reader.digest("checksum", &problems)
    try problems.check(source)
    let found = checksum(of: value)
    if let stated, stated != found { throw .changed(source: source, stated: stated, found: found) }
    return value
  }

  /// Reads JSON that need not be a document of ours.
  static func parse(
    _ bytes: UnsafeRawBufferPointer, source: String, rules: JSONRules
  ) throws(DocumentError) -> JSONValue {
    guard bytes.count <= rules.bytes else {
      throw .tooLarge(source: source, byteCount: bytes.count, limit: rules.bytes)
    }
    do throws(JSONSyntaxError) {
      return try JSONValue(parsing: bytes, rules: rules)
    } catch { throw .syntax(source: source, error) }
  }

  /// The digest of everything but the checksum.
  private static func checksum(of document: JSONValue) -> Digest {
    var members = document.members ?? [:]
    members["checksum"] = nil
    return Digest(of: JSONValue.object(members).canonicalBytes)
  }

  /// The text of a document with its checksum, indented, with a newline at the end.
  static func text(of members: [String: JSONValue]) -> String {
    var members = members
    members["checksum"] = .text(checksum(of: .object(members)).description)
    return JSONValue.object(members).indentedText + "\n"
  }
}

/// A part of a document: an object in JSON, a value in Swift.
protocol DocumentPart {
  /// Reads an object; nil and problems when it does not fit.
  init?(_ value: JSONValue, place: String, _ problems: inout DocumentProblems)

  /// The object.
  var json: JSONValue { get }
}

/// Texts for people that the program makes, and whose last line tells that they are as it made them.
///
/// README.md and NOTICE.md are names of everybody's, and what somebody wrote or changed under them
/// must not be lost when they are rebuilt.
enum SealedText {
  private static let opening = "<!-- Made by darkroom; sha256 of what stands above: "
  private static let closing = " -->\n"

  /// A text, which ends in a newline, with such a line.
  static func seal(_ text: String) -> String {
    "\(text)\n\(opening)\(Digest(of: Array((text + "\n").utf8)))\(closing)"
  }

  /// Whether bytes are such a text, and nothing in it was changed.
  static func isSealed(_ bytes: UnsafeRawBufferPointer) -> Bool {
    let count = opening.utf8.count + 64 + closing.utf8.count
    guard bytes.count > count else { return false }
    let (text, line) = (bytes.dropLast(count), bytes.suffix(count))
    let digest = Digest(of: UnsafeRawBufferPointer(rebasing: text))
    return line.elementsEqual("\(opening)\(digest)\(closing)".utf8)
  }
}

extension DerivedFile {
  /// The record of an artifact.
  public static func record(of artifact: String) -> DerivedFile {
    DerivedFile(ProvenanceRecord.path(for: artifact), kind: "a record of darkroom") { bytes in
      (try? ProvenanceRecord(parsing: Array(bytes), source: "")) != nil
    }
  }

  /// The manifest in a folder.
  public static func manifest(_ path: String) -> DerivedFile {
    DerivedFile(path, kind: "an unchanged manifest of darkroom") { bytes in
      (try? Manifest(parsing: Array(bytes), source: "")) != nil
    }
  }

  /// The signature of a folder, by a key.
  public static func signature(_ path: String, by key: SigningKey) -> DerivedFile {
    let id = key.verificationKey.id
    return DerivedFile(path, kind: "a signature by this key") { _ in
      (try? FolderSignature.unverified(path).keyID) == id
    }
  }

  /// The statements of an artifact, signed with a key or not at all.
  static func statements(of artifact: String, by key: SigningKey?) -> DerivedFile {
    let path = StatementFile.path(for: artifact)
    let kind =
      "a file of darkroom's statements"
      + (key == nil ? " without signatures" : ", signed with this key")
    let verification = key?.verificationKey
    return DerivedFile(path, kind: kind) { _ in
      guard let lines = try? StatementFile.read(path) else { return false }
      return lines.enumerated().allSatisfy { index, line in
        if case .signed(let envelope, _) = line {
          guard let verification, (try? envelope.verify(with: verification, source: path)) != nil
          else { return false }
        }
        return index == 0 ? line.statement.isOwn : line.statement.isTestResult
      }
    }
  }

  /// The CycloneDX document of an artifact.
  static func cycloneDX(of artifact: String) -> DerivedFile {
    DerivedFile(CycloneDX.path(for: artifact), kind: "a bill of materials of darkroom") { bytes in
      let tools = (try? JSONValue(parsing: bytes))?["metadata"]?["tools"]
      guard case .array(let components) = tools?["components"] else { return false }
      return components.contains { $0["name"]?.text == Tool.ownName }
    }
  }

  /// The SPDX document of an artifact.
  static func spdx(of artifact: String) -> DerivedFile {
    DerivedFile(SPDX.path(for: artifact), kind: "a bill of materials of darkroom") { bytes in
      guard case .array(let elements) = (try? JSONValue(parsing: bytes))?["@graph"] else {
        return false
      }
      return elements.contains { element in
        element["type"]?.text == "Tool"
          && element["name"]?.text?.hasPrefix("\(Tool.ownName) ") == true
      }
    }
  }

  /// The card in a folder.
  public static func card(_ path: String) -> DerivedFile {
    DerivedFile(path, kind: "an unchanged card of darkroom", isOwn: SealedText.isSealed)
  }

  /// A file of a notice: the notice itself, or the text of a licence.
  static func notice(_ path: String) -> DerivedFile {
    guard Folder.name(of: path) != Notice.name else {
      return DerivedFile(path, kind: "an unchanged notice of darkroom", isOwn: SealedText.isSealed)
    }
    return DerivedFile(path, kind: "the text that the records name") { bytes in
      LicenseTexts.isJoined(Array(bytes))
    }
  }
}

extension Statement {
  /// Whether it is the provenance of something that the program made.
  fileprivate var isOwn: Bool {
    guard predicateType == Statement.provenanceType,
      let type = predicate["buildDefinition"]?["buildType"]?.text
    else { return false }
    return type.contains(Tool.ownName)
  }

  fileprivate var isTestResult: Bool { predicateType == Statement.testResultType }
}
