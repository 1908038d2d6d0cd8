import Evaluation
import Files
import Provenance
import Text

/// Puts what was measured into the record beside a model.
public enum RecordedMeasurements {
  /// Adds the metrics of an evaluation; those of the same evaluation before go away.
  ///
  /// - Throws: a `Failure` when the model has no record, or one of other bytes.
  public static func add(
    _ report: EvaluationReport, of model: String, dataset: String? = nil,
    license: LicenseStatement = .noAssertion
  ) throws {
    let annotations = try (report.subject?.annotations).flatMap(Measurement.reference)
    try add(
      try Measurement(report, dataset: dataset, license: license, annotations: annotations),
      to: model)
  }

  /// Adds the agreement of two models to the record of B.
  ///
  /// - Throws: a `Failure` when the model has no record, or one of other bytes.
  public static func add(
    _ report: ComparisonReport, of model: String, dataset: String? = nil,
    license: LicenseStatement = .noAssertion
  ) throws {
    let reference = try (report.models.first?.file).flatMap(Measurement.reference)
    try add(
      try Measurement(report, dataset: dataset, license: license, reference: reference), to: model)
  }

  static func add(_ measurement: Measurement, to model: String) throws {
    let path = ProvenanceRecord.path(for: model)
    var record: ProvenanceRecord
    record = try ProvenanceRecord(contentsOf: path)
    guard record.artifact.file.digest == measurement.artifact else {
      throw PipelineError.malformed(
        "\(path): is the record of \(record.artifact.file.digest), but the model measured is "
          + "\(measurement.artifact); create it again")
    }
    try DerivedFile.record(of: model).check(.own)
    record.measurements.removeAll { $0.repeats(measurement) }
    record.measurements.append(measurement)
    try record.write(to: path, isUpdate: true)
  }
}
