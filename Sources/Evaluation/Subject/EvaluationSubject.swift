import Digests
import Graph

/// What was evaluated on what; metrics of different subjects do not add up.
public struct EvaluationSubject: Codable, Hashable, Sendable {
  /// The model whose detections were judged; nil when they came from a file.
  public var model: ModelRecord?
  /// The file of the detections; nil when a model was run.
  public var results: FileDigest?
  /// What they were judged by.
  public var annotations: FileDigest
  /// What ran the model: `native` or `onnxruntime`; nil when none was run.
  public var runtime: String?

  /// Creates a subject.
  public init(
    model: ModelRecord? = nil, results: FileDigest? = nil, annotations: FileDigest,
    runtime: String? = nil
  ) {
    self.model = model
    self.results = results
    self.annotations = annotations
    self.runtime = runtime
  }
}

/// Which model something was measured of.
public struct ModelRecord: Codable, Hashable, Sendable {
  /// The `.onnx` or `.cfg` file.
  public var file: FileDigest
  /// The bytes of the `.onnx` file, or of the weights.
  public var bytes: Int
  /// `int8` when convolutions run on quantized values.
  public var precision: Precision
  /// The SHA-256 of the files it was made from, by role: `cfg`, `weights`.
  public var sources: [String: String]

  /// Creates a record.
  public init(file: FileDigest, bytes: Int, precision: Precision, sources: [String: String]) {
    self.file = file
    self.bytes = bytes
    self.precision = precision
    self.sources = sources
  }
}
