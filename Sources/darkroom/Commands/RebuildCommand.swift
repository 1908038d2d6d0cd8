import ArgumentParser
import Pipeline
import Text

struct RebuildCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rebuild",
    abstract: "Make a recorded model again from its materials and compare the bytes.",
    discussion: """
      Materials are found by their hashes, in the folder of the record and those of --search. Exit \
      status 1 when something else comes out; the first difference is told.
      """)

  @Argument(
    help: "The record, NAME.provenance.json.", completion: .file(extensions: ["json"]))
  var record: String

  @Flag(help: "Compare only; this is what the command does so far.")
  var check = false

  @Option(
    help: ArgumentHelp(
      "A folder that materials are looked for in; may be given several times.",
      valueName: "folder"),
    completion: .directory)
  var search: [String] = []

  @OptionGroup var execution: ExecutionOptions

  @Flag(name: .shortAndLong, help: .quiet)
  var quiet = false

  func run() throws {
    var rebuild = Pipeline.Rebuild(record: record)
    rebuild.folders = search
    if let threads = execution.threads { rebuild.threads = threads }
    let outcome = try ProgressBar.shown(unless: quiet) { bar in
      try rebuild.check { bar?.update(stage: $0, done: $1, count: $2) }
    }
    switch outcome {
    case .reproduced(let text): try Console.result("reproduced: \(text)")
    case .differs(let text):
      try Console.result("differs: \(text)")
      throw ExitCode(1)
    }
  }
}
