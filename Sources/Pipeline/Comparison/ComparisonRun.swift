import Evaluation
import Files
import Graph
import Quantization
import Text
import Vision

/// Two models on the same images.
public struct ComparisonRun: Sendable {
  /// The model taken for right.
  public var a: Model
  /// The model in question.
  public var b: Model
  /// A folder or a list of images.
  public var images: String
  /// The most images, the first in their order; nil for all.
  public var limit: Int?
  /// How detections are made of both.
  public var detectionProtocol = EvaluationProtocol(score: 0.25)
  /// The least ratio of signal to noise of all heads together that passes, in dB; nil for any.
  public var minimumSQNR: Double?
  /// The least F1 of the detections that passes; nil for `standardF1`.
  public var minimumF1: Double?
  /// What images are called in the report.
  public var naming = FileNaming.paths
  /// The images that are looked at at once.
  public var threads = Execution().threads

  /// What passes when nothing else is asked for: two float models of one network differ by
  /// rounding alone, while an INT8 model may lose or gain objects near the threshold.
  public static let standardF1 = (float: 0.95, int8: 0.8)

  /// Creates a comparison.
  public init(_ a: Model, _ b: Model, images: String) {
    self.a = a
    self.b = b
    self.images = images
  }

  /// What a comparison found.
  public struct Outcome: Sendable {
    /// The metrics.
    public let report: ComparisonReport
    /// Things worth saying.
    public let warnings: [Lines]
  }

  /// Told what is being done, how much of it is done, and how much there is; from any thread.
  public typealias Progress = @Sendable (_ stage: String, _ done: Int, _ count: Int) -> Void

  /// Compares.
  ///
  /// - Throws: a `Failure`.
  public func run(progress: Progress? = nil) throws -> Outcome {
    let models = try ComparedModels(a, b)
    let records = [try a.record(), try b.record()]
    let standard = ComparisonRun.standardF1
    let minimumF1 =
      minimumF1
      ?? (records.allSatisfy { $0.precision == .float32 } ? standard.float : standard.int8)
    let all = try CalibrationImages.paths(of: images)
    let paths = Array(all.prefix(limit ?? all.count))
    let options = detectionProtocol.detectorOptions(Execution(threads: threads))
    var found: [[[Detection]]] = [paths.map { _ in [] }, paths.map { _ in [] }]
    if models.areDetectors {
      for (index, model) in [models.a, models.b].enumerated() {
        let stage = "detecting with \(index == 0 ? "A" : "B")"
        let pool = DetectorPool(model, options: options) { progress?(stage, $0, paths.count) }
        found[index] = try pool.map(paths) {
          (detector: Detector, image: Image, _: Int) throws in
          try detector.detections(in: image)
        }
      }
    }
    let agreements = paths.indices.map {
      DetectionAgreement(reference: found[0][$0], found: found[1][$0])
    }
    let tensors = try tensors(of: models, paths, options, progress)
    var comparison = PairFindings(
      models: models, tensors: tensors, agreements: agreements,
      isEmpty: found[0].allSatisfy(\.isEmpty), limits: (minimumSQNR, minimumF1))
    if comparison.asksForAnotherFeeding {
      comparison.search = try InputConventionSearch(
        models.b, options: options, paths: paths, found: found[0], agreements: agreements)
    }
    let report = ComparisonReport(
      models: records, protocol: detectionProtocol,
      images: images(paths, agreements, tensors), heads: tensors?.heads ?? [],
      layers: ranked(tensors?.layers ?? []), layerImages: tensors?.layerImages ?? 0,
      detections: comparison.detections,
      verdict: verdict(comparison.detections, minimumF1, tensors),
      findings: comparison.sentences)
    return Outcome(report: report, warnings: models.notes)
  }

  /// What happens inside; nil for inputs of different sizes.
  private func tensors(
    of models: ComparedModels, _ paths: [String], _ options: Detector.Options,
    _ progress: Progress?
  ) throws -> TensorComparison? {
    guard let first = models.a.imageInput, let second = models.b.imageInput,
      first.width == second.width, first.height == second.height,
      first.channels == second.channels
    else { return nil }
    let source = ComparedImages(
      paths: paths, preprocessing: options.preprocessing ?? .letterbox(for: first), input: first)
    return try TensorComparison(models, on: source, threads: threads) {
      progress?("comparing tensors", $0, $1)
    }
  }

  private func verdict(
    _ detections: DetectionAgreement, _ minimumF1: Double, _ tensors: TensorComparison?
  ) -> ComparisonReport.Verdict {
    var checks: [ComparisonReport.Verdict.Check] = []
    if let minimum = minimumSQNR {
      let all = tensors?.all
      // Heads that do not correspond do not pass; equal ones do.
      let ratio = all.map(\.decibels) ?? -300
      checks.append(
        .init(
          name: "sqnr", found: ratio, minimum: minimum, passed: ratio.map { $0 >= minimum } ?? true)
      )
    }
    checks.append(
      .init(
        name: "f1", found: detections.f1, minimum: minimumF1, passed: detections.f1 >= minimumF1))
    return .init(checks)
  }

  private func images(
    _ paths: [String], _ agreements: [DetectionAgreement], _ tensors: TensorComparison?
  ) -> [ComparisonReport.Image] {
    let images = paths.indices.map { index in
      ComparisonReport.Image(
        path: naming.name(of: paths[index]), detections: agreements[index],
        sqnr: tensors?.images[index])
    }
    // Worst first; equally bad ones by noise, then in their order.
    return images.enumerated().sorted { first, second in
      let (a, b) = (first.element, second.element)
      if a.detections.f1 != b.detections.f1 { return a.detections.f1 < b.detections.f1 }
      let ratios = (a.sqnr ?? .infinity, b.sqnr ?? .infinity)
      return ratios.0 != ratios.1 ? ratios.0 < ratios.1 : first.offset < second.offset
    }.map(\.element)
  }

  private func ranked(_ layers: [ComparisonReport.Layer]) -> [ComparisonReport.Layer] {
    layers.sorted { first, second in
      let ratios = (first.sqnr ?? .infinity, second.sqnr ?? .infinity)
      return ratios.0 != ratios.1 ? ratios.0 < ratios.1 : first.index < second.index
    }
  }
}

extension Model {
  /// How an image becomes the input; nil when the model takes something else.
  var imageInput: InputContract? {
    if let input = graph.contract.input { return input }
    guard let value = graph.inputs.first, graph.inputs.count == 1 else { return nil }
    let shape = graph[value].type.shape
    guard shape.rank == 4, [1, 3].contains(shape[1]) else { return nil }
    return InputContract(width: shape[3], height: shape[2], channels: shape[1])
  }
}
