import Deployment
import Digests
import Files
import Graph
import JSON
import ONNX
import Quantization
import Text

/// A quantization that loses no more than allowed: it begins with what was asked for and buys, one after
/// the other, what takes most noise off for what it costs.
///
/// What it is judged on has no part in the model: other images, or every fourth of those of the
/// calibration.
public struct BudgetRun: Sendable {
  /// The quantization that it begins with; it has images and no tables.
  public var run: QuantizationRun
  /// What may be lost.
  public var limit: BudgetLimit
  /// A folder of images to judge by; nil for a part of those of the calibration.
  public var images: String?
  /// The options that stay as they are, by their names in recipes.
  public var given: Set<String> = []

  /// How far it goes with files beside the model that are not its own.
  public var replacement = Replacement.own

  /// Creates a run.
  public init(_ run: QuantizationRun, limit: BudgetLimit) {
    self.run = run
    self.limit = limit
  }

  /// What a search ended with.
  public enum Outcome: Sendable {
    /// A model within the limit.
    case holds(QuantizedModel)
    /// Nothing helps: what was tried.
    case failed(QuantizationRecord)
  }

  /// Checks before any work that outputs can be written, the journal beside the model included.
  ///
  /// - Throws: a `Failure` (usage), or `FileError`.
  public func check(_ outputs: QuantizationRun.Outputs) throws {
    try run.check(outputs, replacement)
    var others = [images].compactMap(\.self)
    if let images { others += try CalibrationImages.paths(of: images) }
    if case .drop(_, let annotations) = limit { others.append(annotations) }
    try OutputCheck.check(outputs.all, reading: others)
    if let model = outputs.model { try BudgetJournal.file(for: model).check(replacement) }
  }

  /// Searches; nothing is written but the journal, which goes when the limit holds.
  ///
  /// - Parameter model: the file that is being made, beside which the journal is kept.
  /// - Throws: a `Failure`.
  public func search(
    for model: String, progress: QuantizationRun.Progress? = nil
  ) throws -> Outcome {
    var run = run
    run.share = images == nil ? .used : .all
    run.options.measuresLayers = false
    let (float, _) = try run.floatNetwork()
    let judge = try BudgetJudge(
      run, float, try judged(float), limit: limit, progress: progress)
    // What is ruined without purchases may be mended by them.
    var trials = run
    trials.allowsWorthless = true
    var search = BudgetSearch(
      run: trials, limit: limit, judge: judge, file: model, replacement: replacement,
      journal: BudgetJournal(of: model, key: try key(judge, float)), progress: progress)
    let convolutions = float.graph.nodes.count { float.graph.multiplyAdds(of: $0) > 0 }
    let found = try search.search(
      BudgetChoice.Circumstances(
        given: given, hasHeads: !float.graph.contract.heads.isEmpty, convolutions: convolutions))
    var report = BudgetReport(
      limit: BudgetReport.Limit(name: limit.name, value: limit.value), images: judge.count,
      floatAP: judge.floatAP, steps: found.steps, trials: search.journal.trials.count,
      holds: found.holds)
    guard found.holds else {
      run.makesModel = false
      var record = try run.run { progress?("counting: \($0)", $1, $2) }.record
      record.budget = report
      return .failed(record)
    }
    run.options = found.choice.options
    run.options.measuresLayers = self.run.options.measuresLayers
    var quantized = try run.run { progress?("making the model: \($0)", $1, $2) }
    if let network = quantized.network {
      report.interval = try judge.interval(
        of: try network.folded(), "judging the model", progress)
    }
    quantized.record.budget = report
    BudgetJournal.remove(of: model)
    return .holds(quantized)
  }

  /// The images to judge by.
  private func judged(_ float: FloatNetwork) throws -> CalibrationImages {
    guard let calibration = run.calibration else {
      throw PipelineError.fault("a budget needs calibration images")
    }
    let preprocessing = run.preprocessing ?? .usual(for: float.input)
    func open(_ paths: [String], _ share: CalibrationImages.Share) throws -> CalibrationImages {
      try CalibrationImages(
        paths, input: float.input, preprocessing: preprocessing, isStrict: run.isStrict,
        share: share, naming: run.naming)
    }
    let chosen = try run.choice.paths(of: calibration).paths
    guard let images else { return try open(chosen, .kept) }
    let others = try open(try CalibrationImages.paths(of: images), .all)
    let used = Set(try open(chosen, .all).entries.map(\.digest))
    guard let other = others.without(used) else {
      throw PipelineError.malformed(
        "\(images): all of its images are calibrated with, so nothing is left to judge by; give others"
          + "\(with: .budgetImages)")
    }
    return other
  }

  /// What decides what trials give, as SHA-256.
  private func key(_ judge: BudgetJudge, _ float: FloatNetwork) throws -> String {
    var parts = [
      ToolVersion.text, try QuantizationFingerprint.digest(of: float.graph).description,
      JSONValue.object(run.command.parameters).indentedText, limit.name,
    ]
    parts += given.sorted()
    if let calibration = run.calibration {
      let paths = try run.choice.paths(of: calibration).paths
      parts += try paths.map { "\(try Digest(ofFile: $0))" }.sorted()
    }
    parts += ["judged by"] + judge.identity
    return Digest(of: Array(parts.joined(separator: "\n").utf8)).description
  }
}

extension Graph {
  /// As the engine runs what a file says.
  func folded() throws -> Graph {
    var graph = self
    do throws(GraphError) { try PassPipeline([FoldQuantization()]).apply(to: &graph) } catch {
      throw PipelineError.fault("\(error)")
    }
    return graph
  }
}
