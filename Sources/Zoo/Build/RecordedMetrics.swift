import Provenance

/// What the records of models say was measured of them.
struct RecordedMetrics {
  let metrics: ModelMetrics

  /// Reads records.
  ///
  /// - Parameter models: the SHA-256 of the float and of the INT8 model.
  init(_ records: [ProvenanceRecord], models: (float: String, int8: String?)) {
    func record(_ sha256: String?) -> ProvenanceRecord? {
      records.first { $0.artifact.file.digest.description == sha256 }
    }
    let float = record(models.float)
    let int8 = record(models.int8)
    var metrics = ModelMetrics(
      floatBytes: float?.artifact.file.size ?? 0, int8Bytes: int8?.artifact.file.size)
    metrics.float = float.flatMap(RecordedMetrics.accuracy)
    metrics.int8 = int8.flatMap(RecordedMetrics.accuracy)
    metrics.agreement = int8.flatMap(RecordedMetrics.agreement)
    self.metrics = metrics
  }

  private static func accuracy(_ record: ProvenanceRecord) -> ModelMetrics.Accuracy? {
    guard let measurement = measurement(.evaluate, record), let dataset = measurement.dataset,
      let ap = value("ap", measurement), let ap50 = value("ap50", measurement)
    else { return nil }
    return ModelMetrics.Accuracy(
      model: measurement.artifact.description,
      annotations: dataset.annotations?.digest.description ?? "", images: dataset.imageCount,
      ap: ap, ap50: ap50)
  }

  private static func agreement(_ record: ProvenanceRecord) -> ModelMetrics.Agreement? {
    guard let measurement = measurement(.compare, record), let reference = measurement.reference,
      let f1 = value("f1", measurement)
    else { return nil }
    return ModelMetrics.Agreement(
      models: [reference.digest.description, measurement.artifact.description],
      images: measurement.dataset?.imageCount ?? 0, f1: f1)
  }

  /// A measurement of the artifact as it is.
  private static func measurement(
    _ kind: Measurement.Kind, _ record: ProvenanceRecord
  ) -> Measurement? {
    record.measurements.first { $0.kind == kind && $0.artifact == record.artifact.file.digest }
  }

  private static func value(_ name: String, _ measurement: Measurement) -> Double? {
    measurement.metrics.first { $0.name == name && $0.slice == nil }?.value
  }
}
