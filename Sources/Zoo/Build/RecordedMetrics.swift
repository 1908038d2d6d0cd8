import Provenance

/// What the records of models say was measured of them.
struct RecordedMetrics {
  let metrics: ModelMetrics

  /// Reads records.
  ///
  /// - Parameter models: the SHA-256 of each model of the recipe that is there.
  init(_ recipe: Recipe, _ records: [ProvenanceRecord], models: [Recipe.Variant: String]) {
    var metrics = ModelMetrics(floatBytes: 0)
    for variant in recipe.variants {
      guard let digest = models[variant],
        let record = records.first(where: { $0.artifact.file.digest.description == digest })
      else { continue }
      metrics[variant] = ModelMetrics.OfModel(
        file: recipe.fileName(of: variant), bytes: record.artifact.file.size,
        accuracy: RecordedMetrics.accuracy(record),
        agreement: variant == .float ? nil : RecordedMetrics.agreement(record),
        rules: record.checkedRules.map { ModelMetrics.Rules($0, of: digest) })
    }
    self.metrics = metrics
  }

  static func accuracy(_ record: ProvenanceRecord) -> ModelMetrics.Accuracy? {
    guard let measurement = measurement(.evaluate, record), let dataset = measurement.dataset else {
      return nil
    }
    func pair(_ first: String, _ second: String) -> (Double, Double)? {
      guard let one = value(first, measurement), let other = value(second, measurement) else {
        return nil
      }
      return (one, other)
    }
    let (boxes, classes) = (pair("ap", "ap50"), pair("top1", "top5"))
    guard boxes != nil || classes != nil else { return nil }
    return ModelMetrics.Accuracy(
      model: measurement.artifact.description,
      annotations: dataset.annotations?.digest.description ?? "", images: dataset.imageCount,
      ap: boxes?.0, ap50: boxes?.1, top1: classes?.0, top5: classes?.1)
  }

  static func agreement(_ record: ProvenanceRecord) -> ModelMetrics.Agreement? {
    guard let measurement = measurement(.compare, record), let reference = measurement.reference
    else { return nil }
    let (f1, top1) = (value("f1", measurement), value("top1Agreement", measurement))
    guard f1 != nil || top1 != nil else { return nil }
    return ModelMetrics.Agreement(
      models: [reference.digest.description, measurement.artifact.description],
      images: measurement.dataset?.imageCount ?? 0, f1: f1, top1: top1)
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

extension ModelMetrics {
  /// What records say of models that there is no recipe of.
  init(_ records: [ProvenanceRecord]) {
    self.init(floatBytes: 0)
    let float = records.first { !$0.isInt8 }
    floatBytes = float?.artifact.file.size ?? 0
    self.float = float.flatMap(RecordedMetrics.accuracy)
    let int8 = records.filter(\.isInt8)
    if let own = int8.first(where: { $0.checkedRules == nil }) ?? int8.first {
      int8Bytes = own.artifact.file.size
      self.int8 = RecordedMetrics.accuracy(own)
      agreement = RecordedMetrics.agreement(own)
      rules = own.checkedRules.map { Rules($0, of: own.artifact.file.digest.description) }
    }
  }
}
