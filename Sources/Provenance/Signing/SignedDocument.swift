import Files
import JSON

/// Reads JSON that holds signatures, with the errors of signatures.
enum SignedDocument {
  /// The largest that is read: the signature of a folder of half a million files.
  static let rules = JSONRules.strict.limited(to: 256 << 20)

  /// The bytes of a file.
  static func bytes(_ path: String) throws(SignatureError) -> [UInt8] {
    let file: MappedFile
    do throws(FileError) { file = try MappedFile(path: path) } catch { throw .file(error) }
    guard file.count <= rules.bytes else {
      throw .tooLarge(source: path, byteCount: file.count, limit: rules.bytes)
    }
    return file.withUnsafeBytes { Array($0) }
  }

  /// Reads JSON.
  static func json(
    _ bytes: some Collection<UInt8>, source: String
  ) throws(SignatureError) -> JSONValue {
    do throws(JSONSyntaxError) {
      return try JSONValue(parsing: Array(bytes), rules: rules)
    } catch { throw .syntax(source: source, error) }
  }

  /// Makes something of JSON, or tells everything that is wrong with it.
  static func part<Part: DocumentPart>(
    _ value: JSONValue, place: String = "", source: String
  ) throws(SignatureError) -> Part {
    var problems = DocumentProblems()
    let part = Part(value, place: place, &problems)
    guard let part, problems.count == 0 else {
      throw .malformed(source: source, problems.first)
    }
    return part
  }

  /// Writes a file whole or not at all.
  static func write(_ text: String, to path: String) throws(SignatureError) {
    do throws(FileError) { try AtomicFile.write(Array(text.utf8), to: path) } catch {
      throw .file(error)
    }
  }
}
