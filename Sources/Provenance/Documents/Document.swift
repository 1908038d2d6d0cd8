import Digests
import Files

/// A JSON document of ours: an object with a `schemaVersion` and a `checksum`.
///
/// The checksum is the SHA-256 of the canonical spelling of everything else, so that a changed byte
/// is noticed without any other file; only white space and the spelling of a text may differ. It is
/// no signature: whoever means harm can compute it anew.
enum Document {
  /// Maps a file and reads it.
  static func read(
    _ path: String, knownVersion: Int, limits: JSONLimits
  ) throws(DocumentError) -> JSONValue {
    let file: MappedFile
    do throws(FileError) { file = try MappedFile(path: path) } catch { throw .file(error) }
    return try file.withUnsafeBytes { bytes throws(DocumentError) in
      try read(bytes, source: path, knownVersion: knownVersion, limits: limits)
    }
  }

  /// Reads a document and checks its version and its checksum.
  static func read(
    _ bytes: [UInt8], source: String, knownVersion: Int, limits: JSONLimits
  ) throws(DocumentError) -> JSONValue {
    let result = bytes.withUnsafeBytes { bytes -> Result<JSONValue, DocumentError> in
      do throws(DocumentError) {
        return .success(
          try read(bytes, source: source, knownVersion: knownVersion, limits: limits))
      } catch { return .failure(error) }
    }
    return try result.get()
  }

  /// Reads a document and checks its version and its checksum.
  static func read(
    _ bytes: UnsafeRawBufferPointer, source: String, knownVersion: Int, limits: JSONLimits
  ) throws(DocumentError) -> JSONValue {
    let value = try parse(bytes, source: source, limits: limits)
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
    _ bytes: UnsafeRawBufferPointer, source: String, limits: JSONLimits
  ) throws(DocumentError) -> JSONValue {
    guard bytes.count <= limits.bytes else {
      throw .tooLarge(source: source, byteCount: bytes.count, limit: limits.bytes)
    }
    do throws(JSONSyntaxError) {
      return try JSONValue(parsing: bytes, limits: limits)
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
