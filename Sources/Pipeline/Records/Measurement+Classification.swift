import Evaluation
import Files
import JSON
import Provenance
import Text

extension Measurement {
  /// The metrics of a classifier, as a record keeps them.
  ///
  /// - Parameters:
  ///   - dataset: what the images are called; nil for the name of the labels.
  ///   - license: that of the images and labels.
  ///   - labels: their file; nil where they were folders.
  ///   - circumstances: whether it says when and where it was measured.
  /// - Throws: a `Failure` when no model was evaluated.
  public init(
    _ report: ClassificationReport, dataset: String?, license: LicenseStatement,
    labels: FileReference?, circumstances: Bool = true
  ) throws {
    guard let model = report.subject.model
    else { throw PipelineError.usage("only the metrics of a model can be put into its record") }
    self.init(
      kind: .evaluate, artifact: model.file.digest,
      dataset: MeasuredDataset(
        name: dataset ?? Folder.name(of: report.subject.annotations.path),
        imageCount: report.images, annotations: labels, license: license),
      protocolParameters: [
        "runtime": .text(report.subject.runtime ?? "native"),
        "preprocessing": .text(report.preprocessing), "intervalLevel": .real(report.level),
      ],
      metrics: [("top1", report.top1), ("top5", report.top5)].map { name, part in
        Metric(name: name, value: part.value, interval: part.lower...part.upper)
      }, tool: .darkroom, circumstances: circumstances ? .measured : nil)
  }
}

extension RecordedMeasurements {
  /// Adds the metrics of a classifier; those of the same evaluation before go away.
  ///
  /// - Throws: a `Failure` when the model has no record, or one of other bytes.
  public static func add(
    _ report: ClassificationReport, of model: String, dataset: String? = nil,
    license: LicenseStatement = .noAssertion
  ) throws {
    let labels = try Measurement.reference(report.subject.annotations)
    try add(
      try Measurement(report, dataset: dataset, license: license, labels: labels), to: model)
  }
}
