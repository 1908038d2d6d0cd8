/// The file beside a model that holds its large tensors, as the metadata of the model names it.
public struct DataFile: Hashable, Sendable {
  /// Its name, without folders.
  public let name: String
  /// What its SHA-256 is, in hexadecimal digits.
  public let sha256: String
  /// Its size.
  public let byteCount: Int

  /// Looks for it in the metadata of a model; nil where the model is one file, or of another program.
  ///
  /// - Throws: `ONNXError` when the model cannot be read, or names a file elsewhere.
  public init?(namedIn model: String) throws(ONNXError) {
    guard let text = try FileDescription(path: model).metadata[MetadataKey.data] else { return nil }
    let record = try DataRecord.parse(text, of: MetadataKey.data)
    guard !record.file.contains("/"), ![".", "..", ""].contains(record.file) else {
      throw .metadata(key: MetadataKey.data, problem: "names no file beside the model")
    }
    (name, sha256, byteCount) = (record.file, record.sha256, record.bytes)
  }
}
