import Evaluation

/// What does not go together in the arguments of `evaluate`, all at once.
enum EvaluateComplaints {
  static func all(of command: EvaluateRun) -> [String] {
    var complaints: [String] = []
    if command.annotations == nil {
      complaints.append("--annotations is missing: what the detections are judged by")
    }
    switch (command.model, command.results) {
    case (nil, nil):
      complaints.append("give a MODEL and --images, or the --results of another run")
    case (_?, _?):
      complaints.append("a MODEL is run, --results are not; give one of them")
    case (_?, nil) where command.images == nil:
      complaints.append("--images is missing: the pictures that the model is run on")
    case (nil, _?) where command.weights != nil:
      complaints.append("--weights goes with a .cfg, not with --results")
    case (nil, _?) where command.detections != nil:
      complaints.append("--detections writes what a model finds; --results are there already")
    default: break
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
      complaints.append("-o goes with --shard; the figures go to standard output")
    }
    return complaints
  }
}
