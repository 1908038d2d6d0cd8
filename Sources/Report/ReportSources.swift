import Evaluation

/// What a report is made from: what other commands wrote as JSON.
///
/// Everything may be missing but not all of it; `init(paths:)` reads it.
public struct ReportSources: Sendable {
  /// What `evaluate` found of each model.
  var evaluations = Pair<EvaluationReport>()
  /// What `compare` found.
  var comparison: ComparisonReport?
  /// What `quantize` recorded.
  var quantization: QuantizationInput?
  /// What `convert` recorded.
  var conversion: ConversionInput?
  /// What `detect` found, of one model or of two in the same pictures, the float one first.
  var detections: [Sided<DetectionInput>] = []
  /// What `inspect --profile` measured, the float model first.
  var profiles: [Sided<ProfileInput>] = []
}
