import Digests
import Engine
import Evaluation
import Files
import Graph
import Quantization
import Text
import Vision

/// Judges INT8 networks against the float network on images that have no part in them.
struct BudgetJudge {
  /// The float network's part of what is compared.
  private enum Reference {
    case heads
    case detections([[Detection]])
    case evaluation(DetectionEvaluation, annotations: String)
  }

  /// What runs networks on the images.
  private let detectors: BudgetDetectors
  private let noise: HeadNoise
  private let reference: Reference
  /// What figures depend on besides networks and the limit: images, how they are fitted, annotations.
  let identity: [String]

  /// Runs the float network.
  ///
  /// - Parameter float: as it is quantized, with raw heads.
  /// - Throws: a `Failure`, also when nothing could be judged on these images.
  init(
    _ run: QuantizationRun, _ float: FloatNetwork, _ images: CalibrationImages,
    limit: BudgetLimit, progress: QuantizationRun.Progress?
  ) throws {
    try images.readAll()
    let images = try images.withoutUnusable()
    images.keepInputs()
    var model = try Model.load(
      path: run.model, weights: run.weights, naming: run.naming, contract: run.contract)
    model.graph = float.graph
    detectors = BudgetDetectors(run: run, float: model, images: images)
    noise = try HeadNoise(of: float.graph, on: images, threads: run.threads)
    let stage = "judging the float network"
    var judged: Digest?
    switch limit {
    case .sqnr: reference = .heads
    case .f1:
      let found = try detectors.detections(of: float.graph, stage, progress)
      guard found.contains(where: { !$0.isEmpty }) else {
        throw PipelineError.malformed(
          "\(model.name): finds nothing in the \(counted(images.count, "image")) kept for the budget, so "
            + "F1 says nothing; give images with objects\(with: .budgetImages)")
      }
      reference = .detections(found)
    case .drop(_, let annotations):
      let shard = try detectors.evaluation(of: float.graph, by: annotations, stage, progress)
      judged = shard.subject?.annotations.digest
      let found = DetectionEvaluation(shard)
      guard found.metrics.ap > 0 else {
        throw PipelineError.malformed(
          "\(model.name): has an AP of 0 on the \(counted(images.count, "image")) kept for the budget, so "
            + "it has nothing to lose; check that the annotations are of these images"
            + "\(with: .annotations)")
      }
      reference = .evaluation(found, annotations: annotations)
    }
    identity =
      ["\(images.preprocessing)"] + images.entries.map { "\($0.digest)" }
      + [judged.map { "\($0)" } ?? ""]
  }

  /// How many images there are.
  var count: Int { detectors.images.count }

  /// The AP of the float network, 0 to 1; nil where there are no annotations.
  var floatAP: Double? {
    if case .evaluation(let evaluation, _) = reference { evaluation.metrics.ap } else { nil }
  }

  /// What a network loses.
  ///
  /// - Parameter stage: what progress is told.
  func figures(
    of network: Graph, _ stage: String, _ progress: QuantizationRun.Progress?
  ) throws -> BudgetFigures {
    let deviations = try noise.deviations(of: network)
    var figures = BudgetFigures(
      objects: deviations.objects.decibels, sqnr: deviations.all.decibels)
    switch reference {
    case .heads: break
    case .detections(let expected):
      let found = try detectors.detections(of: network, stage, progress)
      figures.f1 =
        zip(expected, found).map { DetectionAgreement(reference: $0, found: $1) }
        .reduce(DetectionAgreement(), +).f1
    case .evaluation(let float, let annotations):
      let found = DetectionEvaluation(
        try detectors.evaluation(of: network, by: annotations, stage, progress))
      figures.drop = 100 * (float.metrics.ap - found.metrics.ap)
    }
    return figures
  }

  /// The 95 % interval of the AP points lost; nil where there are no annotations.
  func interval(
    of network: Graph, _ stage: String, _ progress: QuantizationRun.Progress?
  ) throws -> [Double]? {
    guard case .evaluation(let float, let annotations) = reference else { return nil }
    let found = try detectors.evaluation(of: network, by: annotations, stage, progress)
    return float.loss(of: DetectionEvaluation(found), Bootstrap()).map {
      [100 * $0.lower, 100 * $0.upper]
    }
  }

  /// How long the engine takes for one image, in milliseconds: the least of five runs.
  func milliseconds(of network: Graph) throws -> Double? {
    guard let input = try detectors.images.input(at: 0) else { return nil }
    let session = try detectors.model(network).session(
      execution: Execution(threads: detectors.run.threads))
    let times = try (0..<5).map { _ in
      try ContinuousClock().measure { _ = try session.run(input) }
    }
    return times.min().map { $0 / .milliseconds(1) }
  }
}

/// What runs networks as detectors on the images that are judged by.
struct BudgetDetectors {
  let run: QuantizationRun
  /// The float network as a model, whose graph others stand in for.
  let float: Model
  let images: CalibrationImages

  /// A network as a model.
  func model(_ network: Graph) -> Model {
    var model = float
    model.graph = network
    return model
  }

  /// The detections in each image, as `compare` makes them.
  func detections(
    of network: Graph, _ stage: String, _ progress: QuantizationRun.Progress?
  ) throws -> [[Detection]] {
    let pool = ImagePool(
      model(network),
      options: detectionProtocol(score: 0.25).detectorOptions(Execution(threads: run.threads))
    ) { progress?(stage, $0, images.count) }
    return try pool.map(images.entries.map(\.path), isStrict: true) {
      (detector: Detector, image: InputSource, _: Int) throws in
      try detector.detections(in: image)
    }.results.compactMap { $0 }
  }

  /// The matched detections, as `evaluate` makes them.
  func evaluation(
    of network: Graph, by annotations: String, _ stage: String,
    _ progress: QuantizationRun.Progress?
  ) throws -> EvaluationShard {
    var judged = EvaluationRun(.model(model(network), images: folder), annotations: annotations)
    judged.names = run.names
    judged.only = Set(images.entries.map { Folder.name(of: $0.path) })
    judged.detectionProtocol = detectionProtocol(score: EvaluationProtocol().score)
    judged.naming = run.naming
    judged.execution.threads = run.threads
    return try judged.run { progress?(stage, $0, $1) }.shard
  }

  /// The folder that the images are in, of which annotations name files.
  private var folder: String {
    guard let path = images.entries.first?.path,
      let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
    else { return "." }
    return String(path[..<slash])
  }

  /// Images are fitted as they are for calibration.
  private func detectionProtocol(score: Double) -> EvaluationProtocol {
    switch images.preprocessing {
    case .letterbox(let value): EvaluationProtocol(fill: value, score: score)
    case .stretch, .stretchHalfPixel: EvaluationProtocol(resize: .stretch, score: score)
    case .centerCrop: EvaluationProtocol(resize: .crop, score: score)
    }
  }
}
