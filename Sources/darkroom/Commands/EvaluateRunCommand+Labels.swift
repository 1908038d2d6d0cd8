import ArgumentParser
import JSON
import Pipeline
import Text

extension EvaluateRunCommand {
  /// What `--labels` has in place of a file.
  private static let byFolder = "by-folder"

  /// Judges a classifier.
  func classify(_ labels: String) throws {
    guard let model else { throw ValidationError("give a MODEL with --labels") }
    let loaded = try Model.load(path: model, weights: weights, batch: 1, contract: foreign.path)
    if !quiet { for warning in loaded.warnings { Console.note("\(warning)") } }
    var run = ClassifierEvaluation(
      loaded, images: images,
      labels: labels == EvaluateRunCommand.byFolder ? .byFolder : .list(labels))
    run.names = names
    run.limit = limit
    run.isStrict = reading.strict
    run.preprocessing = protocolArguments.fitting.preprocessing
    run.execution = Execution(threads: execution.threads, runtime: runtime.choice)
    let outcome = try ProgressBar.shown(unless: quiet) { bar in
      try run.run { bar?.update(stage: "evaluating", done: $0, count: $1) }
    }
    if !quiet { for warning in outcome.warnings { Console.note("\(warning)") } }
    if recording.record {
      try RecordedMeasurements.add(
        outcome.report, of: model, dataset: recording.dataset, license: recording.license)
    }
    if metrics.json {
      try Console.result(json: try JSONEncoding.text(outcome.report))
    } else {
      try Console.result(outcome.report.text)
    }
    try SkippedImages.check(outcome.skipped.failures, of: outcome.skipped.of)
  }
}

extension EvaluateValidation {
  /// What does not go together in the arguments of a classifier.
  static func labelComplaints(of command: EvaluateRunCommand) -> [String] {
    var complaints: [String] = []
    if command.model == nil { complaints.append("--labels judges a MODEL; give one") }
    if command.labels == "by-folder", command.images == nil {
      complaints.append("--images is missing: the folder with a folder for each class")
    }
    let others: [(name: String, value: String?)] = [
      ("annotations", command.annotations), ("results", command.results),
      ("shard", command.shard), ("detections", command.detections), ("output", command.output),
    ]
    for (name, value) in others where value != nil {
      complaints.append("--\(name) is of a detector and does not go with --labels; leave it out")
    }
    if command.darknetMap {
      complaints.append(
        "--darknet-map is of a detector and does not go with --labels; leave it out")
    }
    if let limit = command.limit, limit < 1 {
      complaints.append("--limit is 1 or more, not \(limit)")
    }
    return complaints
  }
}
