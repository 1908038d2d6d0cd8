import ArgumentParser
import Evaluation
import Pipeline
import Text

struct EvaluateMerge: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Make the figures of an evaluation of its parts.",
    discussion: "They are those of one run over all pictures, to the last digit.",
    helpNames: [.short, .long])

  @Argument(
    help: "What `evaluate --shard` has written, in any order.",
    completion: .file(extensions: ["json"]))
  var parts: [String]

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Write the merged parts, which need not be all, instead of figures.", valueName: "file.json"),
    completion: .file(extensions: ["json"]))
  var output: String?

  @OptionGroup(title: "Figures") var figures: FigureArguments

  func run() throws {
    let merged = try ShardFiles.merged(parts)
    if let output {
      try Output.check(output, reading: parts)
      try ShardFiles.write(merged, to: output)
      try Console.result(
        "\(output): \(merged.parts.count) of \(merged.partCount) parts, "
          + "\(merged.pictures.count) pictures")
      return
    }
    guard merged.isComplete else {
      let missing = merged.missingParts.map { "\($0)/\(merged.partCount)" }
      throw PipelineError.usage(
        "the parts \(missing.joined(separator: ", ")) are missing; name them too, or write what is "
          + "there with -o")
    }
    try figures.print(figures.report(merged))
  }
}
