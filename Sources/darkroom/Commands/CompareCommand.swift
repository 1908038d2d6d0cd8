import ArgumentParser
import Evaluation
import JSON
import Pipeline
import Text

struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Compare two models on the same images, layer by layer and box by box.",
    discussion: """
      A is taken for right: the .cfg with its weights, or a float model; B is what was made of it. \
      Detectors are judged by their boxes, classifiers and other networks by their outputs. Exit \
      status 1 when B does not reach what is asked for, or nothing could be measured. When boxes do not agree, it is \
      looked for what explains it: other input (letterbox or stretch, RGB or BGR, 0 to 1 or 0 to \
      255), other anchors, or the first layer that diverges.
      """)

  @Argument(
    help: "The model taken for right.", completion: .file(extensions: ["onnx", "cfg"]))
  var modelA: String

  @Argument(help: "The model in question.", completion: .file(extensions: ["onnx", "cfg"]))
  var modelB: String

  @Option(
    help: ArgumentHelp(
      "The weights of a .cfg as A; the file beside it when not given.", valueName: "file"),
    completion: .file(extensions: ["weights"]))
  var weights: String?

  @Option(
    help: ArgumentHelp(
      "The weights of a .cfg as B; the file beside it when not given.", valueName: "file"),
    completion: .file(extensions: ["weights"]))
  var weightsB: String?

  @Option(
    help: ArgumentHelp(
      """
      A third model, such as one of quantize --effort baseline: its size, signal to noise and \
      detections, with A taken for right as well, stand beside those of B. It decides nothing.
      """, valueName: "model"),
    completion: .file(extensions: ["onnx", "cfg"]))
  var baseline: String?

  @Option(
    help: ArgumentHelp(
      """
      A folder of images (JPEG, PNG, BMP, WebP) or tensors (.npy, .f32), or a list with a path on each \
      line.
      """,
      valueName: "folder|list"),
    completion: .file())
  var images: String

  @Option(
    help: ArgumentHelp("The most images, the first in their order.", valueName: "number"))
  var limit: Int?

  @OptionGroup var fitting: FittingArguments

  @Option(help: "The score, 0 to 1, that detections have to exceed.")
  var threshold = 0.25

  @Option(help: "The overlap (IoU) above which the weaker of two boxes of a class goes.")
  var nms = 0.45

  @Option(
    name: .customLong("min-f1"),
    help: ArgumentHelp(
      """
      The least F1 of B's detections against A's that passes; 0.95 for two float models and 0.8 \
      for INT8 when not given.
      """, valueName: "0 to 1"))
  var minimumF1: Double?

  @Option(
    name: .customLong("min-sqnr"),
    help: ArgumentHelp(
      """
      The least signal to noise of all heads or outputs together that passes; of detectors any when \
      not given, of other networks 40 for float and 10 for INT8.
      """, valueName: "dB"))
  var minimumSQNR: Double?

  @Option(
    name: .customLong("min-top1"),
    help: ArgumentHelp(
      """
      The least part of the images for which classifiers rank the same class first; 0.99 for float \
      and 0.9 for INT8 when not given.
      """, valueName: "0 to 1"))
  var minimumTop1: Double?

  @OptionGroup var foreign: ContractArguments

  @OptionGroup var reading: ReadingArguments

  @OptionGroup(title: "Record") var recording: RecordingArguments

  @OptionGroup var execution: ExecutionOptions

  @Flag(name: .shortAndLong, help: .quiet)
  var quiet = false

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    var complaints: [String] = []
    for (name, value) in [
      ("threshold", threshold), ("nms", nms), ("min-f1", minimumF1 ?? 0),
      ("min-top1", minimumTop1 ?? 0),
    ]
    where !(0...1).contains(value) {
      complaints.append("--\(name) is 0 to 1, not \(value)")
    }
    if let limit, limit < 1 { complaints.append("--limit is 1 or more, not \(limit)") }
    guard complaints.isEmpty else { throw ValidationError(complaints.joined(separator: "\n")) }
  }

  func run() throws {
    Allocation.keepForReuse()
    var run = ComparisonRun(
      try load(modelA, weights), try load(modelB, weightsB, contract: foreign.path),
      images: images)
    run.baseline = try baseline.map { try load($0, nil) }
    run.limit = limit
    run.detectionProtocol = EvaluationProtocol(
      fill: fitting.fill ?? 114, score: threshold, overlap: nms)
    run.resize = fitting.resize ?? fitting.fill.map { _ in .letterbox }
    run.isStrict = reading.strict
    run.minimums.f1 = minimumF1
    run.minimums.sqnr = minimumSQNR
    run.minimums.top1 = minimumTop1
    if let threads = execution.threads { run.threads = threads }
    let outcome = try ProgressBar.shown(unless: quiet) { bar in
      try run.run { bar?.update(stage: $0, done: $1, count: $2) }
    }
    if !quiet { for warning in outcome.warnings { Console.note("\(warning)") } }
    if recording.record {
      try RecordedMeasurements.add(
        outcome.report, of: modelB, dataset: recording.dataset, license: recording.license)
    }
    if json {
      try Console.result(json: try JSONEncoding.text(outcome.report))
    } else {
      try Console.result(outcome.report.text)
    }
    try SkippedImages.check(outcome.skipped.failures, of: outcome.skipped.of)
    if !outcome.report.verdict.passed { throw ExitCode(1) }
  }

  private func load(
    _ path: String, _ weights: String?, contract: String? = nil
  ) throws -> Model {
    let model = try Model.load(path: path, weights: weights, batch: 1, contract: contract)
    if !quiet { for warning in model.warnings { Console.note("\(warning)") } }
    return model
  }
}
