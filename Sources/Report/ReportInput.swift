import Evaluation
import Files
import JSON
import Pipeline

/// What one of the commands found, as a page shows it.
public enum ReportInput: Sendable {
  /// What `evaluate` found of a model.
  case evaluation(EvaluationReport)
  /// What `evaluate` found of a classifier.
  case accuracy(ClassificationReport)
  /// What `compare` found.
  case comparison(ComparisonReport)
  /// What `quantize` recorded.
  case quantization(QuantizationRecord)
  /// What `convert` recorded.
  case conversion(Conversion.Record)
  /// What `detect` found.
  case detections(DetectionReport)
  /// What `inspect` measured.
  case profile(ProfileReport)
  /// Of a model for a runtime, beside the one that the page is about; no command writes it.
  case target(TargetModel)

  /// What it is where a page has it of one model alone; nil for what it has of several.
  var kindOfOneModel: InputKind? {
    switch self {
    case .comparison: .comparison
    case .quantization, .target: .quantization
    case .conversion: .conversion
    case .evaluation, .accuracy, .detections, .profile: nil
    }
  }

  /// Reads what a command wrote as JSON; its keys show which one.
  init(_ tree: JSONValue) throws {
    guard let members = tree.members else {
      throw InputProblem("is \(tree.summary), where an object is needed")
    }
    guard let kind = InputKind(keys: Set(members.keys)) else {
      throw InputProblem(
        "is nothing that evaluate, compare, quantize, detect, convert or the profile of inspect "
          + "writes; its keys are \(InputKind.list(members.keys))")
    }
    if let version = members["schemaVersion"], version != .whole(1) {
      throw InputProblem(
        "schemaVersion: is \(version.summary), but 1 is read; use the darkroom that wrote it, or run "
          + "\(kind.words) again")
    }
    self =
      switch kind {
      case .evaluation: .evaluation(try JSONDecoding.decode(EvaluationReport.self, from: tree))
      case .accuracy: .accuracy(try JSONDecoding.decode(ClassificationReport.self, from: tree))
      case .comparison: .comparison(try JSONDecoding.decode(ComparisonReport.self, from: tree))
      case .quantization:
        .quantization(try JSONDecoding.decode(QuantizationRecord.self, from: tree))
      case .conversion: .conversion(try JSONDecoding.decode(Conversion.Record.self, from: tree))
      case .detections: .detections(try JSONDecoding.decode(DetectionReport.self, from: tree))
      case .profile: .profile(try JSONDecoding.decode(ProfileReport.self, from: tree))
      }
  }
}
