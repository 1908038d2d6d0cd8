import Deployment
import Evaluation
import Pipeline

/// An INT8 model that is made for a runtime, beside the one that the page is about.
public struct TargetModel: Sendable {
  /// The name of its file.
  public var file: String
  /// What `quantize` recorded of it, with the rules of the runtime.
  public var record: QuantizationRecord
  /// What `evaluate` found of it; nil where it was not measured.
  public var evaluation: EvaluationReport?
  /// What `compare` found of it and the float model; nil where they were not compared.
  public var comparison: ComparisonReport?

  /// Describes a model.
  public init(
    file: String, record: QuantizationRecord, evaluation: EvaluationReport? = nil,
    comparison: ComparisonReport? = nil
  ) {
    self.file = file
    self.record = record
    self.evaluation = evaluation
    self.comparison = comparison
  }
}
