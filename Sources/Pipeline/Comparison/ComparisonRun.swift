import Evaluation
import Files
import Graph
import Quantization
import Text
import Threads
import Vision

/// Two models on the same images.
public struct ComparisonRun: Sendable {
  /// The model taken for right.
  public var a: Model
  /// The model in question.
  public var b: Model
  /// A third model, which is shown beside B and passes no judgement; nil for none.
  public var baseline: Model?
  /// A folder or a list of images.
  public var images: String
  /// The most images, the first in their order; nil for all.
  public var limit: Int?
  /// How detections are made of both.
  public var detectionProtocol = EvaluationProtocol(score: 0.25)
  /// How images are fitted; nil for what A asks for: a crop of classifiers, of others what the protocol
  /// says.
  public var resize: EvaluationProtocol.Resize?
  /// The least that passes.
  public var minimums = Minimums()
  /// Whether an image that cannot be read is an error.
  public var isStrict = false
  /// What images are called in the report.
  public var naming = FileNaming.paths
  /// The images that are looked at at once.
  public var threads = Execution().threads

  /// The least that passes; nil for what is usual.
  public struct Minimums: Hashable, Sendable {
    /// The ratio of signal to noise of all heads or outputs together, in dB; of detectors any when
    /// not given.
    public var sqnr: Double?
    /// F1 of the detections of detectors.
    public var f1: Double?
    /// The part of the images for which classifiers rank the same class first.
    public var top1: Double?

    /// Nothing but what is usual.
    public init() {}
  }

  /// What passes when nothing else is asked for: two float models of one network differ by rounding
  /// alone, while an INT8 model may lose or gain objects near the threshold.
  struct Standard {
    let (f1, sqnr, cosine, top1, top5): (Double, Double, Double, Double, Double)

    static let float = Standard((0.95, 40, 0.9999, 0.99, 0.99))
    static let int8 = Standard((0.8, 10, 0.95, 0.9, 0.8))

    private init(_ values: (Double, Double, Double, Double, Double)) {
      (f1, sqnr, cosine, top1, top5) = values
    }
  }

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
    /// Why images that were left out could not be read, of how many.
    public var skipped: (failures: [any Failure], of: Int) = ([], 0)
  }

  /// Told what is being done, how much of it is done, and how much there is; from any thread.
  public typealias Progress = @Sendable (_ stage: String, _ done: Int, _ count: Int) -> Void

  /// Compares.
  ///
  /// - Throws: a `Failure`.
  public func run(progress: Progress? = nil) throws -> Outcome {
    let (run, models) = try fitted()
    let chosen = try chosenImages()
    let (paths, skipped) = try readable(chosen, for: models.taken)
    let images = try run.compared(
      models, paths, try TensorPair.ofSameInput(models), paths.indices, progress)
    var outcome = try run.outcome(of: images, models, paths, progress)
    outcome.skipped = (skipped, chosen.count)
    return outcome
  }

  /// Models as they are compared, and the run with images fitted as they ask for.
  func fitted() throws -> (ComparisonRun, ComparedModels) {
    let models = try ComparedModels(a, b)
    var run = self
    let isCropped = models.a.graph.imageInput?.fit == .crop
    run.detectionProtocol.resize = resize ?? (isCropped ? .crop : detectionProtocol.resize)
    return (run, models)
  }

  /// The images that are asked for.
  func chosenImages() throws -> [String] {
    let all = try CalibrationImages.paths(of: images, key: "valid")
    return Array(all.prefix(limit ?? all.count))
  }

  /// Compares in some of the images.
  ///
  /// - Parameters:
  ///   - paths: all of them.
  ///   - pair: what can be compared inside; nil for inputs of different sizes.
  func compared(
    _ models: ComparedModels, _ paths: [String], _ pair: TensorPair?, _ some: Range<Int>,
    _ progress: Progress?
  ) throws -> [ComparedImage] {
    let options = detectionProtocol.detectorOptions(Execution(threads: threads))
    var images = some.map { _ in ComparedImage() }
    if models.areDetectors {
      var found: [[[Detection]]] = []
      for (model, name) in [(models.a, "A"), (models.b, "B")] {
        found.append(
          try detections(of: model, called: name, Array(paths[some]), options, progress))
      }
      for index in images.indices {
        images[index].found = found[0][index].count
        images[index].agreement = DetectionAgreement(
          reference: found[0][index], found: found[1][index])
      }
    }
    if let pair, let source = source(of: models, paths, options) {
      let deviations = try pair.deviations(in: some, of: source, threads: threads) {
        progress?("comparing tensors", $0, $1)
      }
      for (index, deviations) in deviations.enumerated() { images[index].tensors = deviations }
    }
    return images
  }

  /// Sums up what was found in all images.
  func outcome(
    of found: [ComparedImage], _ models: ComparedModels, _ paths: [String], _ progress: Progress?
  ) throws -> Outcome {
    let records = [try a.record(), try b.record()]
    let standard: Standard = records.contains { $0.precision == .int8 } ? .int8 : .float
    let options = detectionProtocol.detectorOptions(Execution(threads: threads))
    let agreements = found.map(\.agreement)
    let tensors = try TensorPair.ofSameInput(models).map {
      TensorComparison($0, found.map(\.tensors))
    }
    var comparison = PairFindings(
      models: models, tensors: tensors, agreements: agreements,
      isEmpty: found.allSatisfy { $0.found == 0 },
      limits: (minimums.sqnr, minimums.f1 ?? standard.f1))
    if comparison.asksForAnotherFeeding {
      comparison.search = try InputConventionSearch(
        models.b, options: options, paths: paths, counts: found.map(\.found),
        agreements: agreements
      ) { (paths) throws in try detections(of: models.a, called: "A", paths, options, progress) }
    }
    var report = ComparisonReport(
      models: records, protocol: detectionProtocol,
      images: images(paths, agreements, tensors), heads: tensors?.heads ?? [],
      layers: ranked(tensors?.layers ?? []), layerImages: tensors?.layerImages ?? 0,
      detections: comparison.detections, classification: tensors?.classification,
      verdict: .init(
        models.areDetectors
          ? checks(ofDetectors: comparison.detections, tensors, standard)
          : checks(ofOutputs: tensors, standard)),
      findings: comparison.sentences)
    var notes = models.notes
    if let baseline {
      let (column, others) = try self.column(of: baseline, paths, options, progress)
      report.headsSQNR = tensors?.all?.decibels
      report.baseline = column
      notes += others.filter { !notes.contains($0) }
    }
    return Outcome(report: report, warnings: notes)
  }

  /// The images that can be read, and why the others cannot.
  private func readable(
    _ paths: [String], for input: InputContract?
  ) throws -> ([String], [any Failure]) {
    let results = try Workers(threads: threads).map(
      paths.count, state: {},
      {
        (_: inout Void, index: Int) throws in
        try decoded(paths[index], for: input, isStrict: false)
      }
    ).results
    var (read, failures): ([String], [ImageError]) = ([], [])
    for (path, result) in zip(paths, results) {
      switch result {
      case .success: read.append(path)
      case .failure(let failure): failures.append(failure)
      }
    }
    if isStrict || read.isEmpty { try SeveralFailures.check(failures) }
    return (read, failures)
  }

  /// What a model finds in each image.
  func detections(
    of model: Model, called name: String, _ paths: [String], _ options: Detector.Options,
    _ progress: Progress?
  ) throws -> [[Detection]] {
    let pool = ImagePool(model, options: options) {
      progress?("detecting with \(name)", $0, paths.count)
    }
    // What can be read stays so, or it is a failure.
    return try pool.map(paths, isStrict: true) {
      (detector: Detector, image: InputSource, _: Int) throws in
      try detector.detections(in: image)
    }.results.compactMap { $0 }
  }

  /// The images as both models take them; nil for inputs of different sizes.
  func source(
    of models: ComparedModels, _ paths: [String], _ options: Detector.Options
  ) -> ComparedImages? {
    guard var first = models.a.graph.imageInput else { return nil }
    // Both models are made to take images in the usual form.
    first.form = InputForm()
    return ComparedImages(
      paths: paths, preprocessing: options.preprocessing ?? .usual(for: first), input: first)
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
      let agreements = (a.detections.f1 ?? 1, b.detections.f1 ?? 1)
      if agreements.0 != agreements.1 { return agreements.0 < agreements.1 }
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
