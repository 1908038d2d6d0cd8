import JSON

/// A value of `metadata_props` in JSON: the same value gives the same text.
protocol MetadataRecord: Codable {}

extension MetadataRecord {
  /// The JSON text, keys sorted, floats with as many digits as make them exact.
  func json(for key: String) throws(ONNXError) -> String {
    do { return String(decoding: try JSONEncoding.tree(self).canonicalBytes, as: UTF8.self) } catch
    {
      throw .metadata(key: key, problem: "holds a number that is not finite")
    }
  }

  /// The value that the text under `key` holds.
  static func parse(_ text: String, of key: String) throws(ONNXError) -> Self {
    do { return try JSONDecoding.decode(Self.self, from: Array(text.utf8)) } catch {
      throw .metadata(
        key: key, problem: error is JSONDecodingError ? "\(error)" : "is not JSON: \(error)")
    }
  }
}

extension Array: MetadataRecord where Element: Codable {}
