import Digests
import Evaluation
import Files
import Graph
import Text
import Vision

/// Detections judged by annotations: of a model that is run now, or of a file of results.
public struct EvaluationRun: Sendable {
  /// What is judged.
  public enum Subject: Sendable {
    /// A model, run on the images of a folder; nil where the annotations say where images are.
    case model(Model, images: String?)
    /// A results file in COCO's form.
    case results(String)
  }

  /// What is judged.
  public var subject: Subject
  /// What it is judged by: see `Annotations`.
  public var annotations: String
  /// Class names; nil for those in the model.
  public var names: String?
  /// The most images, the first by number; nil for all.
  public var limit: Int?
  /// The names of the only files that are looked at; nil for all.
  var only: Set<String>?
  /// The part of the images that is looked at.
  public var part = EvaluationPart.whole
  /// Whether annotated images that are not there are left out.
  public var allowsMissing = false
  /// Whether an image that cannot be read, or has no label file, is an error.
  public var isStrict = false
  /// How detections are made.
  public var detectionProtocol = EvaluationProtocol()
  /// What the annotations are called in the report.
  public var naming = FileNaming.paths
  /// How the model is run; its threads are how many images are looked at at once.
  public var execution = Execution()

  /// Creates a run.
  public init(_ subject: Subject, annotations: String) {
    self.subject = subject
    self.annotations = annotations
  }

  /// What a run found.
  public struct Outcome: Sendable {
    /// The matched detections.
    public let shard: EvaluationShard
    /// The detections, by ascending number of the image.
    public let results: ResultSet
    /// What darknet's own `detector map` has for them; nil without categories.
    public let darknet: DarknetMetrics?
    /// Things worth saying.
    public let warnings: [Lines]
    /// Why images that were left out could not be read, of how many.
    public var skipped: (failures: [any Failure], of: Int) = ([], 0)
  }

  /// Judges.
  ///
  /// - Parameter progress: told how many images are done, and how many there are; from any thread.
  /// - Throws: a `Failure`.
  public func run(
    progress: (@Sendable (Int, Int) -> Void)? = nil
  ) throws -> Outcome {
    switch subject {
    case .results(let path): try judge(results: path)
    case .model(let model, let images): try judge(model, images, progress)
    }
  }

  private func judge(results path: String) throws -> Outcome {
    let annotations = try Annotations(path: annotations, images: nil, labels: labels(of: nil))
    guard !annotations.truth.images.isEmpty else { throw nothing }
    let results = try ResultSet(coco: path, truth: annotations.truth)
    let file = FileDigest(path: path, digest: try Digest(ofFile: path))
    let truth = restricted(annotations.truth)
    let shard = EvaluationShard(
      truth: truth, results: results,
      subject: EvaluationSubject(results: file, annotations: named(annotations.record)), part: part)
    let ids = Set(truth.images.map(\.id))
    let boxes = ResultSet(results.boxes.filter { ids.contains($0.imageID) })
    return Outcome(
      shard: shard, results: boxes, darknet: DarknetMetrics(truth, boxes), warnings: [])
  }

  private func judge(
    _ model: Model, _ folder: String?, _ progress: (@Sendable (Int, Int) -> Void)?
  ) throws -> Outcome {
    try model.checkDetects()
    let labels = try labels(of: model)
    let annotations = try Annotations(
      path: annotations, images: folder, labels: labels, input: model.graph.imageInput)
    guard let images = folder ?? (annotations.places == nil ? nil : self.annotations) else {
      throw PipelineError.usage("the images that the model is run on are missing\(with: .images)")
    }
    let classes = model.graph.contract.heads.map(\.classes).max() ?? 0
    let mapping: ClassMapping
    do throws(ClassMappingError) {
      mapping = try ClassMapping(
        classCount: classes, labels: labels, categories: annotations.truth.categories)
    } catch { throw LocatedFailure(self.annotations, error) }
    // What is missing is left out before the images are counted and divided.
    let wanted = chosen(of: annotations)
    let all = try ImageFiles(
      of: wanted, in: images, places: annotations.places, allowsMissing: allowsMissing)
    guard !wanted.images.isEmpty else {
      guard only != nil, !annotations.truth.images.isEmpty else { throw nothing }
      throw PipelineError.malformed(
        "\(self.annotations): names none of the images that are judged; give the annotations of the images"
          + "\(with: .annotations)")
    }
    guard !all.entries.isEmpty else {
      throw PipelineError.unreadable(
        "\(images): has no images that \(self.annotations) names; metrics of nothing say nothing")
    }
    let truth = restricted(wanted.keeping(all.entries.map(\.image)))
    let files = try ImageFiles(
      of: truth, in: images, places: annotations.places, allowsMissing: false)
    let count = files.entries.count
    let pool = ImagePool(
      model, options: detectionProtocol.detectorOptions(execution),
      progress: { progress?($0, count) })
    let matcher = Matcher(truth)
    let (found, skipped) = try pool.map(files.entries.map(\.path), isStrict: isStrict) {
      (detector: Detector, image: InputSource, index: Int) throws -> Judged in
      let id = files.entries[index].image.id
      let boxes = mapping.boxes(try detector.detections(in: image), imageID: id)
      return Judged(matches: matcher.matches(inImage: id, boxes), boxes: boxes)
    }
    let subject = EvaluationSubject(
      model: try model.record(), annotations: named(annotations.record),
      runtime: execution.runtime.name)
    // Images that could not be read are neither right nor wrong.
    let read = zip(truth.images, found).filter { $0.1 != nil }.map(\.0)
    let judged = found.compactMap { $0 }
    let shard = EvaluationShard(
      truth: truth.keeping(read), images: judged.map(\.matches), subject: subject,
      detectionProtocol: detectionProtocol, part: part)
    let boxes = ResultSet(judged.flatMap(\.boxes))
    return Outcome(
      shard: shard, results: boxes, darknet: DarknetMetrics(truth.keeping(read), boxes),
      warnings: mapping.warnings + missingWarning(all, images) + (try unlabelledWarning(truth))
        + chosenWarning(model),
      skipped: (skipped, count))
  }

  private func named(_ file: FileDigest) -> FileDigest {
    var file = file
    file.path = naming.name(of: file.path)
    return file
  }

  /// Metrics of no images would be metrics of anything.
  private var nothing: PipelineError {
    .malformed("\(annotations): lists no images, so there is nothing to judge")
  }

  /// The detections in an image.
  private struct Judged {
    let matches: ImageMatches
    let boxes: [ScoredBox]
  }

  /// Images without a label file count as images without objects, which they may not be.
  private func unlabelledWarning(_ truth: GroundTruth) throws -> [Lines] {
    let names = truth.unlabelled
    guard !names.isEmpty else { return [] }
    let shown = names.prefix(5).joined(separator: ", ") + (names.count > 5 ? ", ..." : "")
    let text: Lines =
      "\(self.annotations): \(names.count) of \(counted(truth.images.count, "image")) have no label "
      + "file and count as images without objects: \(shown)"
    if isStrict {
      throw PipelineError.malformed("\(text); add an empty .txt for each image without objects")
    }
    return [text]
  }

  /// Of a model that gives only what it has chosen itself, the rest cannot be judged.
  private func chosenWarning(_ model: Model) -> [Lines] {
    guard model.graph.contract.outputForm.layout.rows?.counts != nil,
      let own = model.graph.ownSuppression, Double(own.threshold) > detectionProtocol.score
    else { return [] }
    return [
      "\(model.name): gives only detections of scores above \(own.threshold), the best "
        + "\(own.limit), as it was converted to; its AP is lower than that of the network"
    ]
  }

  private func missingWarning(_ files: ImageFiles, _ folder: String) -> [Lines] {
    files.missing.isEmpty
      ? [] : ["\(folder): \(files.missing.count) annotated images are not there and left out"]
  }

  private func labels(of model: Model?) throws -> [String] {
    if let model { return try model.classNames(names) }
    return try names.map { try Labels(contentsOf: $0).names } ?? []
  }

  private func chosen(of annotations: Annotations) -> GroundTruth {
    let truth = annotations.truth
    guard let only else { return truth }
    // Lists have paths, which may lead anywhere.
    let isList = annotations.places != nil
    return truth.keeping(
      truth.images.filter { image in
        image.fileName.map { only.contains(isList ? Folder.name(of: $0) : $0) } ?? false
      })
  }

  private func restricted(_ truth: GroundTruth) -> GroundTruth {
    (limit.map(truth.prefix) ?? truth).part(part)
  }
}

extension EvaluationProtocol {
  /// The same in terms of the detector.
  func detectorOptions(_ execution: Execution) -> Detector.Options {
    Detector.Options(
      threshold: Float(score), overlap: Float(overlap), limit: detectionsPerImage,
      preprocessing: preprocessing, execution: execution)
  }

  /// How images are fitted.
  var preprocessing: Preprocessing {
    switch resize {
    case .letterbox: .letterbox(value: fill)
    case .stretch: .stretch
    case .crop: .centerCrop
    }
  }
}

extension Execution.Runtime {
  /// What reports call it.
  var name: String {
    switch self {
    case .native: "native"
    case .onnxRuntime: "onnxruntime"
    }
  }
}

extension ClassMapping {
  /// Classes without a category and categories without a class.
  fileprivate var warnings: [Lines] {
    var warnings: [Lines] = []
    if !unknownLabels.isEmpty {
      warnings.append(
        "the annotations do not know \(ClassMapping.list(unknownLabels)); what the model finds of "
          + "them is not judged")
    }
    if !unknownCategories.isEmpty {
      warnings.append(
        "the model does not know \(ClassMapping.list(unknownCategories.map(\.name))); objects of "
          + "them count as missed")
    }
    return warnings
  }

  private static func list(_ names: [String]) -> String {
    names.prefix(5).joined(separator: ", ")
      + (names.count > 5 ? " and \(names.count - 5) more classes" : "")
  }
}
