import ArgumentParser
import Pipeline
import Provenance
import Text

struct TraceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trace",
    abstract: "Show where a model comes from: its lineage as a tree, every hash checked.",
    discussion: """
      Records and files are looked for in the folder of the model and those of --search. Exit \
      status 1 when a file is not as it was named, or there is no record of the model; gaps are \
      marked.
      """)

  @Argument(help: "The model.", completion: .file(extensions: ["onnx"]))
  var artifact: String

  @Option(
    help: ArgumentHelp(
      "A folder that is looked through; may be given several times.", valueName: "folder"),
    completion: .directory)
  var search: [String] = []

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let trace = try Trace(of: artifact, folders: search)
    if json {
      try Console.result(json: trace.json.indentedText)
    } else {
      try Console.result(trace.text)
    }
    // Without a record nothing was checked at all.
    if !trace.faults.isEmpty || trace.root.record == nil { throw ExitCode(1) }
  }
}
