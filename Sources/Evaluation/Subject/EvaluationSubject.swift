import Digests

/// What was evaluated on what; figures of different subjects do not add up.
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
