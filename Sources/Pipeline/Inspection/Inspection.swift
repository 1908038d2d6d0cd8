import Graph

/// What `inspect` tells of a model; the JSON form is stable, a new key may be added.
public struct Inspection: Codable, Hashable, Sendable {
  /// The extents of an image or feature map.
  public struct Extents: Codable, Hashable, Sendable {
    /// Channels.
    public var channels: Int
    /// Rows.
    public var height: Int
    /// Columns.
    public var width: Int
  }

  /// A part of the weights file, in bytes.
  public struct ByteRange: Codable, Hashable, Sendable {
    /// From the start of the file.
    public var offset: Int
    /// Bytes.
    public var length: Int
  }

  /// One layer of a cfg or one node of an ONNX file.
  public struct Row: Codable, Hashable, Sendable {
    /// The darknet layer index, or the node's position.
    public var index: Int
    /// The layer type, or the operation.
    public var type: String
    /// What a person wants to know of the section: filters, size and stride, references.
    public var detail: String
    /// What the layer reads.
    public var input: Extents
    /// What the layer computes.
    public var output: Extents
    /// Stored numbers the layer owns.
    public var parameters: Int
    /// Multiplications followed by an addition, for one image.
    public var multiplyAdds: Int
    /// Where the numbers are in the weights file; null when the layer owns none.
    public var weights: ByteRange?
    /// The line in the cfg; null for ONNX files that do not tell.
    public var line: Int?
  }

  /// Sums over all rows.
  public struct Totals: Codable, Hashable, Sendable {
    /// Stored numbers.
    public var parameters: Int
    /// Multiply-adds for one image.
    public var multiplyAdds: Int
    /// The size of the weights file by the cfg, header included; of an ONNX file its constants.
    public var weightsBytes: Int
    /// 10^9 operations for one image as darknet prints them; null for ONNX files.
    public var bflops: Double?
    /// The activations of one run, buffers shared, in bytes; null where the engine cannot run it.
    public var activationBytes: Int?
  }

  /// A mistake or warning.
  public struct Message: Codable, Hashable, Sendable {
    /// `error` or `warning`.
    public var severity: String
    /// The file as it was named.
    public var file: String
    /// From 1.
    public var line: Int
    /// From 1.
    public var column: Int
    /// What was found, what was expected, how to resolve it.
    public var message: String
  }

  /// The version of this form.
  public var schemaVersion = 1
  /// The network's input; null when it is no image.
  public var input: Extents?
  /// The layers or nodes.
  public var layers: [Row]
  /// The sums.
  public var totals: Totals
  /// Everything worth saying about the files.
  public var diagnostics: [Message]
}

extension Inspection.Row {
  private enum CodingKeys: String, CodingKey {
    case index, type, detail, input, output, parameters, multiplyAdds, weights, line
  }

  /// Writes absent values as null rather than leaving them out.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(index, forKey: .index)
    try container.encode(type, forKey: .type)
    try container.encode(detail, forKey: .detail)
    try container.encode(input, forKey: .input)
    try container.encode(output, forKey: .output)
    try container.encode(parameters, forKey: .parameters)
    try container.encode(multiplyAdds, forKey: .multiplyAdds)
    try container.encode(weights, forKey: .weights)
    try container.encode(line, forKey: .line)
  }
}

extension Inspection.Totals {
  private enum CodingKeys: String, CodingKey {
    case parameters, multiplyAdds, weightsBytes, bflops, activationBytes
  }

  /// Writes absent values as null rather than leaving them out.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(parameters, forKey: .parameters)
    try container.encode(multiplyAdds, forKey: .multiplyAdds)
    try container.encode(weightsBytes, forKey: .weightsBytes)
    try container.encode(bflops, forKey: .bflops)
    try container.encode(activationBytes, forKey: .activationBytes)
  }
}

extension Inspection {
  private enum CodingKeys: String, CodingKey {
    case schemaVersion, input, layers, totals, diagnostics
  }

  /// Writes absent values as null rather than leaving them out.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(schemaVersion, forKey: .schemaVersion)
    try container.encode(input, forKey: .input)
    try container.encode(layers, forKey: .layers)
    try container.encode(totals, forKey: .totals)
    try container.encode(diagnostics, forKey: .diagnostics)
  }
}
