import Digests

/// A model that was written.
public struct WrittenModel: Hashable, Sendable {
  /// The file.
  public var file: FileDigest
  /// The version of the ONNX operator set that it needs; nil where that is not told.
  public var opset: Int?

  /// Names a model.
  public init(file: FileDigest, opset: Int?) {
    self.file = file
    self.opset = opset
  }
}

extension WrittenModel: Codable {
  private enum CodingKeys: String, CodingKey { case opset }

  /// Reads the fields of the file and `opset` of one object.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      file: try FileDigest(from: decoder),
      opset: try container.decodeIfPresent(Int.self, forKey: .opset))
  }

  /// Writes the fields of the file and `opset` into one object.
  public func encode(to encoder: any Encoder) throws {
    try file.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encodeIfPresent(opset, forKey: .opset)
  }
}
