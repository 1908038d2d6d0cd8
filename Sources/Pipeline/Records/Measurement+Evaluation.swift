import Digests
import Evaluation
import Files
import JSON
import Provenance
import Text

extension Measurement {
  /// The metrics of an evaluation, as a record keeps them.
  ///
  /// - Parameters:
  ///   - dataset: what the images are called; nil for the name of the annotations.
  ///   - license: that of the images and annotations.
  ///   - annotations: their file; nil where they were a folder.
  ///   - circumstances: whether it says when and where it was measured.
  /// - Throws: a `Failure` when no model was evaluated.
  public init(
    _ report: EvaluationReport, dataset: String?, license: LicenseStatement,
    annotations: FileReference?, circumstances: Bool = true
  ) throws {
    guard let subject = report.subject, let model = subject.model
    else { throw PipelineError.usage("only the metrics of a model can be put into its record") }
    var parameters: [String: JSONValue] = [
      "runtime": .text(subject.runtime ?? "native"),
      "confusionScore": .real(report.confusion.score),
    ]
    if let made = report.detectionProtocol { parameters.merge(made.parameters) { $1 } }
    if let interval = report.interval {
      parameters["intervalLevel"] = .real(interval.level)
      parameters["resamples"] = .whole(interval.resamples)
      parameters["seed"] = .text("\(interval.seed)")
    }
    let metrics = report.metrics
    let values: [(String, Double, BootstrapInterval.Bounds?)] = [
      ("ap", metrics.ap, report.interval?.ap), ("ap50", metrics.ap50, report.interval?.ap50),
      ("ap75", metrics.ap75, nil), ("apSmall", metrics.apSmall, nil),
      ("apMedium", metrics.apMedium, nil), ("apLarge", metrics.apLarge, nil),
      ("ar1", metrics.ar1, nil), ("ar10", metrics.ar10, nil), ("ar100", metrics.ar100, nil),
      ("arSmall", metrics.arSmall, nil), ("arMedium", metrics.arMedium, nil),
      ("arLarge", metrics.arLarge, nil),
    ]
    self.init(
      kind: .evaluate, artifact: model.file.digest,
      dataset: MeasuredDataset(
        name: dataset ?? Folder.name(of: subject.annotations.path), imageCount: report.images,
        annotations: annotations, license: license),
      protocolParameters: parameters,
      // There is no metric where there are no objects of the size.
      metrics: values.filter { $0.1 >= 0 }.map { name, value, bounds in
        Metric(
          name: name, value: value,
          interval: bounds.flatMap { $0.lower <= $0.upper ? $0.lower...$0.upper : nil })
      }, tool: .darkroom, circumstances: circumstances ? .measured : nil)
  }

  /// The agreement of two models, as the record of B keeps it.
  ///
  /// - Parameters:
  ///   - reference: the file of A.
  ///   - circumstances: whether it says when and where it was measured.
  /// - Throws: a `Failure` (fault).
  public init(
    _ report: ComparisonReport, dataset: String?, license: LicenseStatement,
    reference: FileReference?, circumstances: Bool = true
  ) throws {
    guard report.models.count == 2
    else { throw PipelineError.fault("a comparison has two models") }
    var metrics: [Metric] = []
    // Of classes nothing but how images are fitted plays a part.
    var parameters: [String: JSONValue] =
      report.classification == nil
      ? report.protocol.parameters : ["preprocessing": .text(report.protocol.fitting)]
    // Tensors are compared on the first images only.
    if report.layerImages > 0 { parameters["layerImages"] = .whole(report.layerImages) }
    if report.detections.f1 != nil {
      parameters["matchIoU"] = .real(Double(DetectionAgreement.overlap))
    }
    // Where nothing was found, nothing was measured.
    if let f1 = report.detections.f1 {
      metrics += [
        Metric(name: "matched", value: Double(report.detections.matched)),
        Metric(name: "lost", value: Double(report.detections.lost)),
        Metric(name: "gained", value: Double(report.detections.gained)),
        Metric(name: "f1", value: f1),
      ]
    }
    if let classes = report.classification {
      metrics += [
        Metric(name: "top1Agreement", value: classes.top1),
        Metric(name: "top5Agreement", value: classes.top5),
      ]
      if let shift = classes.scoreShift { metrics.append(.init(name: "scoreShift", value: shift)) }
    }
    if let value = report.detections.meanIoU {
      metrics.append(.init(name: "meanIoU", value: value))
    }
    if let value = report.detections.scoreShift {
      metrics.append(.init(name: "scoreShift", value: value))
    }
    for head in report.heads {
      guard let value = head.sqnr else { continue }
      metrics.append(.init(name: "sqnr", value: value, slice: head.name, unit: "dB"))
    }
    let checks = report.verdict.checks.map { check in
      Check(
        name: "\(check.name) is at least \(check.minimum)",
        verdict: check.passed ? .passed : .failed,
        message: check.reason.map { "not measured: \($0)" }
          ?? check.found.map { "found \($0)" } ?? "nothing differs")
    }
    self.init(
      kind: .compare, artifact: report.models[1].file.digest,
      reference: reference,
      dataset: MeasuredDataset(
        name: dataset ?? "images", imageCount: report.images.count, license: license),
      protocolParameters: parameters, metrics: metrics, checks: checks,
      tool: .darkroom, circumstances: circumstances ? .measured : nil)
  }

  /// A file that was read a moment ago; of a folder of labels only the digest is told.
  static func reference(_ file: FileDigest) throws -> FileReference? {
    let path = file.path
    if Folder.exists(path) { return nil }
    let reference = try FileReference(hashing: path)
    guard reference.digest == file.digest else {
      throw FileError(kind: .unreadable, path: path, message: "was changed while it was used")
    }
    return reference
  }

  /// Whether another one measures the same again.
  func repeats(_ other: Measurement) -> Bool {
    kind == other.kind && artifact == other.artifact && reference?.digest == other.reference?.digest
      && dataset == other.dataset && protocolParameters == other.protocolParameters
  }
}

extension EvaluationProtocol {
  fileprivate var parameters: [String: JSONValue] {
    [
      "preprocessing": .text(fitting),
      "score": .real(score), "nms": .real(overlap), "perPicture": .whole(detectionsPerImage),
    ]
  }
}

extension Circumstances {
  /// Here and now.
  static var measured: Circumstances {
    var circumstances = Circumstances.here
    circumstances.finished = .now
    return circumstances
  }
}
