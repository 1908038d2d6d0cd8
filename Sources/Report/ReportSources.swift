import Evaluation
import Files
import JSON
import Pipeline
import Text

/// What a report is made from: what other commands wrote as JSON.
///
/// Everything may be missing but not all of it; `init(paths:)` reads it.
public struct ReportSources: Sendable {
  /// What `evaluate` found of each model.
  var evaluations = Pair<EvaluationReport>()
  /// What `compare` found.
  var comparison: ComparisonReport?
  /// What `quantize` recorded.
  var quantization: QuantizationRecord?
  /// What `convert` recorded.
  var conversion: Conversion.Record?
  /// What `detect` found, of one model or of two in the same pictures, the float one first.
  var detections: [Sided<DetectionReport>] = []
  /// What `inspect --profile` measured, the float model first.
  var profiles: [Sided<ProfileReport>] = []
}

extension ReportSources {
  /// The largest file that is read, in bytes.
  private static let largest = 1 << 28

  /// Reads JSON files; each is recognized by its keys, so their order does not matter.
  ///
  /// - Throws: `ReportError` when there is no file, one cannot be read, is not recognized, or is
  ///   malformed, or when two are of the same kind and model; all mistakes in all files at once.
  public init(paths: [String]) throws(ReportError) {
    guard !paths.isEmpty else { throw .nothing }
    var problems = ProblemCollection()
    for path in paths {
      do throws(FileError) {
        let file = try MappedFile(path: path)
        guard file.count <= ReportSources.largest else {
          problems.malformed(
            path, "is \(file.count) bytes, more than the \(ReportSources.largest) that are read")
          continue
        }
        file.withUnsafeBytes { read($0, path, &problems) }
      } catch {
        problems.unreadable(error)
      }
    }
    checkPictures(&problems)
    try problems.check()
    // With names of files in place of precisions the order that was given stays.
    detections = Sided.floatFirst(detections)
    profiles = Sided.floatFirst(profiles)
  }

  private mutating func read(
    _ bytes: UnsafeRawBufferPointer, _ path: String, _ problems: inout ProblemCollection
  ) {
    do {
      let tree = try JSONValue(
        parsing: bytes, rules: .strict.limited(to: ReportSources.largest, values: .max))
      guard let members = tree.members else {
        return problems.malformed(path, "is \(tree.summary), where an object is needed")
      }
      guard let kind = InputKind(keys: Set(members.keys)) else {
        return problems.malformed(
          path,
          "is nothing that evaluate, compare, quantize, detect, convert or inspect "
            + "--profile writes; its keys are \(InputKind.list(members.keys))")
      }
      try take(kind, tree, path)
    } catch let error as InputProblem {
      problems.malformed(path, error.message)
    } catch {
      problems.malformed(path, "\(error)")
    }
  }

  private mutating func take(_ kind: InputKind, _ tree: JSONValue, _ path: String) throws {
    switch kind {
    case .evaluation:
      let report = try JSONDecoding.decode(EvaluationReport.self, from: tree)
      try report.checkForReport()
      guard let precision = report.subject?.model?.precision else {
        throw InputProblem(
          "does not say which model it evaluates, by which float and INT8 are told apart; "
            + "evaluate a model rather than results")
      }
      guard evaluations[precision] == nil else { throw InputProblem.second(kind, precision) }
      evaluations[precision] = report
    case .comparison:
      guard comparison == nil else { throw InputProblem.second(kind) }
      comparison = try JSONDecoding.decode(ComparisonReport.self, from: tree)
    case .quantization:
      guard quantization == nil else { throw InputProblem.second(kind) }
      quantization = try JSONDecoding.decode(QuantizationRecord.self, from: tree).checked()
    case .conversion:
      guard conversion == nil else { throw InputProblem.second(kind) }
      conversion = try JSONDecoding.decode(Conversion.Record.self, from: tree)
    case .detections:
      let input = try JSONDecoding.decode(DetectionReport.self, from: tree).checked()
      try Sided.add(input, input.model?.precision, path, kind, to: &detections)
    case .profile:
      let input = try JSONDecoding.decode(ProfileReport.self, from: tree)
      try Sided.add(input, input.model.precision, path, kind, to: &profiles)
    }
  }

  /// Both files of detections are to be of the same pictures.
  private func checkPictures(_ problems: inout ProblemCollection) {
    guard detections.count == 2 else { return }
    let paths = detections.map { Set($0.value.images.map(\.path)) }
    guard paths[0] != paths[1] else { return }
    problems.malformed(
      detections[1].source,
      "holds detections in other pictures than \(detections[0].source); detect in the same ones")
  }
}
