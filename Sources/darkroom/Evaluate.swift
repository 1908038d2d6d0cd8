import ArgumentParser

/// Running an evaluation is the default, so that its help is that of the command too.
struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Judge detections by annotations: the figures of COCO.",
    discussion: "`darkroom evaluate --help` lists the options of a run, which is the default.",
    subcommands: [EvaluateRun.self, EvaluateMerge.self],
    defaultSubcommand: EvaluateRun.self, helpNames: [])
}
