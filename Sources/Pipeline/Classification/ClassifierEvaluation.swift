import Evaluation
import Files
import Text
import Vision

/// A classifier judged by images whose classes are known.
public struct ClassifierEvaluation: Sendable {
  /// Where the classes of images are told.
  public enum Labels: Hashable, Sendable {
    /// By the folder that an image is in, called as its class.
    case byFolder
    /// By a list of images, with or without their classes, or a darknet `.data` file that names one.
    case list(String)
  }

  /// What is judged.
  public var model: Model
  /// The folder of the images; of a list nil where its paths are complete.
  public var images: String?
  /// Where the classes are told.
  public var labels: Labels
  /// Class names; nil for those in the model.
  public var names: String?
  /// The most images, evenly spread; nil for all.
  public var limit: Int?
  /// Whether an image that cannot be read is an error.
  public var isStrict = false
  /// How images are fitted; nil for what the model asks for.
  public var preprocessing: Preprocessing?
  /// What the labels are called in the report.
  public var naming = FileNaming.paths
  /// How the model is run; its threads are how many images are looked at at once.
  public var execution = Execution()

  /// Creates a run.
  public init(_ model: Model, images: String?, labels: Labels) {
    self.model = model
    self.images = images
    self.labels = labels
  }

  /// What a run found.
  public struct Outcome: Sendable {
    /// The metrics.
    public let report: ClassificationReport
    /// Things worth saying.
    public let warnings: [Lines]
    /// Why images that were left out could not be read, of how many.
    public var skipped: (failures: [any Failure], of: Int) = ([], 0)
  }

  /// Judges.
  ///
  /// - Parameter progress: told how many images are done, and how many there are; from any thread.
  /// - Throws: a `Failure`.
  public func run(progress: (@Sendable (Int, Int) -> Void)? = nil) throws -> Outcome {
    let (cases, skipped) = try cases(of: .whole, progress: progress)
    var outcome = try outcome(of: cases)
    outcome.skipped = skipped
    return outcome
  }

  /// Classifies a part of the images.
  ///
  /// - Returns: what was found in those that can be read, and why others cannot, of how many.
  /// - Throws: a `Failure`.
  public func cases(
    of part: EvaluationPart, progress: (@Sendable (Int, Int) -> Void)? = nil
  ) throws -> ([ClassificationReport.Case], skipped: (failures: [any Failure], of: Int)) {
    let all = try labelledImages().0.spread(limit).entries
    let entries = Array(all[part.range(of: all.count)])
    let pool = ImagePool<Classifier>(
      model, preprocessing: preprocessing, execution: execution,
      progress: { progress?($0, entries.count) })
    let (found, skipped) = try pool.map(entries.map(\.path), isStrict: isStrict) {
      (classifier: Classifier, image: InputSource, index: Int) throws in
      ClassificationReport.Case(
        truth: entries[index].label, scores: try classifier.scores(in: image))
    }
    // Images that could not be read are neither right nor wrong.
    return (found.compactMap(\.self), (skipped, entries.count))
  }

  /// Sums up what was found in all images.
  ///
  /// - Throws: a `Failure`.
  public func outcome(of cases: [ClassificationReport.Case]) throws -> Outcome {
    let (labelled, names) = try labelledImages()
    var record = labelled.record
    record.path = naming.name(of: record.path)
    let subject = EvaluationSubject(
      model: try model.record(), annotations: record, runtime: execution.runtime.name)
    let fitting = try Classifier(model, preprocessing: preprocessing).preprocessing
    guard
      let report = ClassificationReport(
        cases, names: names, subject: subject, preprocessing: fitting.name)
    else {
      throw PipelineError.malformed("\(record.path): lists no images, so there is nothing to judge")
    }
    return Outcome(report: report, warnings: labelled.warnings)
  }

  /// The images with their classes, and what the classes are called.
  ///
  /// - Throws: a `Failure`.
  private func labelledImages() throws -> (LabelledImages, names: [String]) {
    let count = try model.classifiedClasses()
    let reader = LabelReader(labels: labels, images: images, count: count)
    let (labelled, known) = try reader.read(names: try model.classNames(names)) {
      try model.classNames($0)
    }
    return (labelled, known.isEmpty ? (0..<count).map { "\($0)" } : known)
  }
}
