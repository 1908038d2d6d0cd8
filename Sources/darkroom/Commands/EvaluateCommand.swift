import ArgumentParser
import Evaluation
import Pipeline
import Provenance
import Text

/// Running an evaluation is the default, so that its help is that of the command too.
struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Judge detections by annotations: the metrics of COCO; or classes by labels.",
    discussion: "`darkroom evaluate --help` lists the options of a run, which is the default.",
    subcommands: [EvaluateRunCommand.self, EvaluateMergeCommand.self],
    defaultSubcommand: EvaluateRunCommand.self, helpNames: [])
}

struct EvaluateRunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Judge detections by annotations: the metrics of COCO; or classes by labels.",
    usage: """
      darkroom evaluate <options> [<model>]
      darkroom evaluate merge <part> ...
      """,
    discussion: """
      Either a MODEL is run on the images of --images, or the --results of any tool are judged, \
      in COCO's form. Annotations are a COCO instances file, a folder of Pascal VOC .xml files, a \
      folder of darknet .txt labels (of images in folders of --images in the same folders), or a \
      darknet .data file: the images of its valid list, whose labels are where darknet looks for \
      them. Then --images is not needed.

      The metrics are those of pycocotools. The defaults are the published protocol: letterbox \
      with 114, score above 0.001, NMS 0.45, the best 100 of an image. With --shard a part of the \
      images is looked at and written with -o; `darkroom evaluate merge PART...` makes the \
      metrics of all parts.

      A classifier is judged by --labels: the part of the images whose class it ranks first (top-1), \
      or among the first five (top-5), with the bounds of Wilson's interval. Images are fitted as \
      darknet's `classifier valid` does.
      """,
    helpNames: [.short, .long])

  @Argument(
    help: "An .onnx file, or a .cfg file.", completion: .file(extensions: ["onnx", "cfg"]))
  var model: String?

  @Option(
    help: ArgumentHelp(
      "The weights of a .cfg; the file of the same name beside it when not given.",
      valueName: "file"),
    completion: .file(extensions: ["weights"]))
  var weights: String?

  @Option(
    help: ArgumentHelp("The folder of the images.", valueName: "folder"), completion: .directory)
  var images: String?

  @Option(
    help: ArgumentHelp(
      "Detections to judge: a JSON list of image_id, category_id, bbox, score.",
      valueName: "file.json"),
    completion: .file(extensions: ["json"]))
  var results: String?

  @Option(
    help: ArgumentHelp("What detections are judged by.", valueName: "file|folder"),
    completion: .file())
  var annotations: String?

  @Option(
    help: ArgumentHelp(
      """
      For a classifier: by-folder, where images lie in folders called as their classes; or a list with \
      a path and a class name or index on each line, or paths that have the class name in them, as \
      darknet has it; or a darknet .data file with valid and labels.
      """, valueName: "by-folder|file"),
    completion: .file())
  var labels: String?

  @Option(
    help: ArgumentHelp(
      "Class names, one on each line; those in the model when not given.", valueName: "file"),
    completion: .file())
  var names: String?

  @Option(
    help: ArgumentHelp(
      "The most images, the first by number; with --labels evenly spread.", valueName: "number"))
  var limit: Int?

  @Flag(help: "Leave out annotated images that are not in the folder.")
  var allowMissing = false

  @OptionGroup var foreign: ContractArguments

  @OptionGroup var reading: ReadingArguments

  @OptionGroup(title: "Protocol") var protocolArguments: ProtocolArguments

  @OptionGroup(title: "Metrics") var metrics: MetricArguments

  @Flag(help: "Also mAP at an IoU of 0.5 as darknet's own `detector map` computes it.")
  var darknetMap = false

  @Option(
    help: ArgumentHelp(
      "Look at part i of n only, and write it with -o.", valueName: "i/n"))
  var shard: String?

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Where --shard is written.", valueName: "file.json"),
    completion: .file(extensions: ["json"]))
  var output: String?

  @Option(
    help: ArgumentHelp("Where to write the detections, in COCO's form.", valueName: "file.json"),
    completion: .file(extensions: ["json"]))
  var detections: String?

  @OptionGroup(title: "Record") var recording: RecordingArguments

  @OptionGroup var execution: ExecutionOptions

  @OptionGroup var runtime: RuntimeOptions

  @Flag(name: .shortAndLong, help: .quiet)
  var quiet = false

  func validate() throws {
    let complaints = EvaluateValidation.all(of: self)
    guard complaints.isEmpty else {
      throw ValidationError(complaints.joined(separator: "\n"))
    }
  }

  func run() throws {
    Allocation.keepForReuse()
    if let labels { return try classify(labels) }
    for path in [output, detections].compactMap({ $0 }) {
      // Measurements are added to the record.
      let record = recording.record ? model.map { ProvenanceRecord.path(for: $0) } : nil
      try Output.check(path, reading: [model, weights, annotations, results, names, record])
    }
    var run = EvaluationRun(try subject(), annotations: annotations ?? "")
    run.names = names
    run.limit = limit
    run.allowsMissing = allowMissing
    run.isStrict = reading.strict
    run.detectionProtocol = protocolArguments.detectionProtocol
    run.execution = Execution(threads: execution.threads, runtime: runtime.choice)
    if let part = shard.flatMap({ EvaluationPart($0) }) { run.part = part }
    let outcome = try ProgressBar.shown(unless: quiet) { bar in
      try run.run { bar?.update(stage: "evaluating", done: $0, count: $1) }
    }
    if !quiet { for warning in outcome.warnings { Console.note("\(warning)") } }
    if let detections { try Output.write(outcome.results.cocoText, to: detections) }
    if let output {
      try ShardFiles.write(outcome.shard, to: output)
      let count = outcome.shard.images.count
      try Console.result("\(output): part \(run.part) of the evaluation, \(count) images")
    } else {
      var report = metrics.report(outcome.shard)
      if darknetMap { report.darknet = outcome.darknet }
      if recording.record, let model {
        try RecordedMeasurements.add(
          report, of: model, dataset: recording.dataset, license: recording.license)
      }
      try metrics.print(report)
    }
    try SkippedImages.check(outcome.skipped.failures, of: outcome.skipped.of)
  }

  private func subject() throws -> EvaluationRun.Subject {
    guard let model else { return .results(results ?? "") }
    let loaded = try Model.load(
      path: model, weights: weights, batch: 1, contract: foreign.path)
    if !quiet { for warning in loaded.warnings { Console.note("\(warning)") } }
    return .model(loaded, images: images)
  }
}

struct EvaluateMergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Make the metrics of an evaluation of its parts.",
    discussion: "They are those of one run over all images, to the last digit.",
    helpNames: [.short, .long])

  @Argument(
    help: "What `evaluate --shard` has written, in any order.",
    completion: .file(extensions: ["json"]))
  var parts: [String]

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Write the merged parts, which need not be all, instead of metrics.", valueName: "file.json"),
    completion: .file(extensions: ["json"]))
  var output: String?

  @OptionGroup(title: "Metrics") var metrics: MetricArguments

  func run() throws {
    let merged = try ShardFiles.merged(parts)
    if let output {
      try Output.check(output, reading: parts)
      try ShardFiles.write(merged, to: output)
      try Console.result(
        "\(output): \(merged.parts.count) of \(merged.partCount) parts, "
          + "\(merged.images.count) images")
      return
    }
    guard merged.isComplete else {
      let missing = merged.missingParts.map { "\($0)/\(merged.partCount)" }
      throw PipelineError.usage(
        "the parts \(missing.joined(separator: ", ")) are missing; name them too, or write what is "
          + "there with -o")
    }
    try metrics.print(metrics.report(merged))
  }
}

/// What does not go together in the arguments of `evaluate`, all at once.
enum EvaluateValidation {
  /// Whether annotations are a .data file, which says itself where images are.
  private static func listsImages(_ annotations: String?) -> Bool {
    guard let annotations else { return false }
    // Whoever reads it says why it cannot be.
    return (try? DarknetData(contentsOf: annotations)) ?? nil != nil
  }

  static func all(of command: EvaluateRunCommand) -> [String] {
    var complaints: [String] = []
    guard command.labels == nil else { return labelComplaints(of: command) }
    if command.annotations == nil {
      complaints.append(
        "--annotations is missing: what the detections are judged by; or, for a classifier, --labels"
      )
    }
    switch (command.model, command.results) {
    case (nil, nil):
      complaints.append("give a MODEL and --images, or the --results of another run")
    case (_?, _?):
      complaints.append("a MODEL is run, --results are not; give one of them")
    case (_?, nil) where command.images == nil && !listsImages(command.annotations):
      complaints.append("--images is missing: the images that the model is run on")
    case (nil, _?) where command.weights != nil:
      complaints.append("--weights goes with a .cfg, not with --results")
    case (nil, _?) where command.detections != nil:
      complaints.append("--detections writes what a model finds; --results are there already")
    default: break
    }
    if command.darknetMap, command.shard != nil {
      complaints.append("--darknet-map needs all detections at once; leave --shard out")
    }
    if command.recording.record, command.model == nil || command.shard != nil {
      complaints.append("--record goes with a MODEL that is evaluated whole, without --shard")
    }
    if let limit = command.limit, limit < 1 {
      complaints.append("--limit is 1 or more, not \(limit)")
    }
    if let shard = command.shard {
      if EvaluationPart(shard) == nil {
        complaints.append("--shard is i/n with 1 <= i <= n, not '\(shard)'")
      }
      if command.output == nil { complaints.append("--shard needs -o, where the part is written") }
    } else if command.output != nil {
      complaints.append("-o goes with --shard; the metrics go to standard output")
    }
    return complaints
  }
}
