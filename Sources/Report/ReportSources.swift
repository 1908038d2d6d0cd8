import Evaluation
import Files
import JSON
import Pipeline
import Text

/// What a page is made from: values in memory, or the files that other commands wrote as JSON.
///
/// Everything may be missing but not all of it.
public struct ReportSources: Sendable {
  /// What `evaluate` found of each model.
  var evaluations = PerModel<EvaluationReport>()
  /// What `evaluate` found of each classifier.
  var accuracies = PerModel<ClassificationReport>()
  /// What `compare` found.
  var comparison: ComparisonReport?
  /// What `quantize` recorded.
  var quantization: QuantizationRecord?
  /// What `convert` recorded.
  var conversion: Conversion.Record?
  /// What `detect` found, of one model or of several in the same images, the float one first.
  var detections: [Sided<DetectionReport>] = []
  /// What `inspect --profile` measured, the float model first.
  var profiles: [Sided<ProfileReport>] = []
  /// The models for runtimes, beside the one that the page is about.
  var targets: [TargetModel] = []
}

extension ReportSources {
  /// The largest file that is read, in bytes.
  private static let largest = 1 << 28

  /// Reads JSON files; each is recognized by its keys, so their order does not matter.
  ///
  /// - Parameter baseline: those of them that are about a baseline, which is shown beside the others.
  /// - Throws: `ReportError` when there is no file, one cannot be read, is not recognized, or is
  ///   malformed, or when two are of the same kind and model; all mistakes in all files at once.
  public init(paths: [String], baseline: [String] = []) throws(ReportError) {
    let files = paths.map { ($0, false) } + baseline.map { ($0, true) }
    guard !files.isEmpty else { throw .nothing }
    var problems = Problems<String>()
    var hasUnreadable = false
    for (path, isBaseline) in files {
      do throws(FileError) {
        let file = try MappedFile(path: path)
        guard file.count <= ReportSources.largest else {
          problems.add(
            path, "is \(file.count) bytes, more than the \(ReportSources.largest) that are read")
          continue
        }
        file.withUnsafeBytes { read($0, path, isBaseline: isBaseline, &problems) }
      } catch {
        problems.add(error.path, error.message.description)
        hasUnreadable = true
      }
    }
    complete(&problems)
    try ReportError.check(problems, hasUnreadable: hasUnreadable)
  }

  /// Takes values, each with what people call it.
  ///
  /// - Throws: `ReportError` when there is none, a value cannot be shown, or two are of the same kind
  ///   and model.
  public init(_ inputs: [(input: ReportInput, name: String)]) throws(ReportError) {
    guard !inputs.isEmpty else { throw .nothing }
    var problems = Problems<String>()
    for (input, name) in inputs { take(input, name, isBaseline: false, &problems) }
    complete(&problems)
    try ReportError.check(problems, hasUnreadable: false)
  }

  private mutating func read(
    _ bytes: UnsafeRawBufferPointer, _ path: String, isBaseline: Bool,
    _ problems: inout Problems<String>
  ) {
    do {
      let tree = try JSONValue(
        parsing: bytes, rules: .strict.limited(to: ReportSources.largest, values: .max))
      take(try ReportInput(tree), path, isBaseline: isBaseline, &problems)
    } catch let error as InputProblem {
      problems.add(path, error.message)
    } catch let error as JSONSyntaxError {
      problems.add("\(path):\(error.line):\(error.column)", error.message)
    } catch {
      problems.add(path, "\(error)")
    }
  }

  private mutating func take(
    _ input: ReportInput, _ name: String, isBaseline: Bool, _ problems: inout Problems<String>
  ) {
    do throws(InputProblem) { try take(input, name, isBaseline: isBaseline) } catch {
      problems.add(name, error.message)
    }
  }

  private mutating func take(
    _ input: ReportInput, _ name: String, isBaseline: Bool
  ) throws(InputProblem) {
    if isBaseline, let kind = input.kindOfOneModel { throw .notOfBaseline(kind) }
    switch input {
    case .evaluation(let report) where isBaseline:
      try report.checkForReport()
      guard evaluations.baseline == nil else { throw .secondOfBaseline(.evaluation) }
      evaluations.baseline = report
    case .evaluation(let report):
      try report.checkForReport()
      guard let precision = report.subject?.model?.precision else {
        throw InputProblem(
          "does not say which model it evaluates, by which float and INT8 are told apart; "
            + "evaluate a model rather than results")
      }
      guard evaluations[precision] == nil else { throw .second(.evaluation, precision) }
      evaluations[precision] = report
    case .accuracy(let report): try take(report, isBaseline: isBaseline)
    case .comparison(let report):
      guard comparison == nil else { throw .second(.comparison) }
      comparison = report
    case .quantization(let record):
      guard quantization == nil else { throw .second(.quantization) }
      quantization = try record.checked()
    case .conversion(let record):
      guard conversion == nil else { throw .second(.conversion) }
      conversion = record
    case .detections(let report):
      try Sided.add(
        report.checked(), report.model?.precision, isBaseline: isBaseline, name, .detections,
        to: &detections)
    case .profile(let report):
      try Sided.add(
        report, report.model.precision, isBaseline: isBaseline, name, .profile, to: &profiles)
    case .target(let model): targets.append(model)
    }
  }

  private mutating func take(
    _ report: ClassificationReport, isBaseline: Bool
  ) throws(InputProblem) {
    if isBaseline {
      guard accuracies.baseline == nil else { throw .secondOfBaseline(.accuracy) }
      accuracies.baseline = report
      return
    }
    guard let precision = report.subject.model?.precision else {
      throw InputProblem("does not say which model it evaluates; evaluate a model")
    }
    guard accuracies[precision] == nil else { throw .second(.accuracy, precision) }
    accuracies[precision] = report
  }

  /// Puts the float model first, and checks that all models detect in the same images.
  private mutating func complete(_ problems: inout Problems<String>) {
    let paths = detections.map { Set($0.value.images.map(\.path)) }
    for (index, found) in detections.enumerated() where paths[index] != paths[0] {
      problems.add(
        found.source,
        "holds detections in other images than \(detections[0].source); detect in the same ones")
    }
    // With names of files in place of precisions the order that was given stays.
    detections = Sided.inOrder(detections)
    profiles = Sided.inOrder(profiles)
  }
}
