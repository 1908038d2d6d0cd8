import Files
import FoundationEssentials

/// A value of `metadata_props` in JSON: the same value gives the same text.
protocol MetadataRecord: Codable {}

extension MetadataRecord {
  /// The JSON text, keys sorted, floats with as many digits as make them exact.
  func json(for key: String) throws(ONNXError) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do { return String(decoding: try encoder.encode(self), as: UTF8.self) } catch {
      throw .metadata(key: key, problem: "holds a number that is not finite")
    }
  }

  /// The value that the text under `key` holds.
  static func parse(_ text: String, of key: String) throws(ONNXError) -> Self {
    guard CombiningMarks.areFew(in: Array(text.utf8), escaped: true) else {
      throw .metadata(key: key, problem: CombiningMarks.problem)
    }
    do { return try JSONDecoder().decode(Self.self, from: Data(text.utf8)) } catch {
      let reason =
        switch error as? DecodingError {
        case .keyNotFound(let missing, _): "lacks \(missing.stringValue)"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
          "has another type of value than expected at "
            + context.codingPath.map(\.stringValue).joined(separator: ".")
        default: "is not JSON"
        }
      throw .metadata(key: key, problem: reason)
    }
  }
}

extension Array: MetadataRecord where Element: Codable {}
