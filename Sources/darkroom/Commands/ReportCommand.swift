import ArgumentParser
import Pipeline
import Report
import Text

struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Make one page to look at of the JSON of other commands.",
    discussion: """
      What each file is, its keys tell, so they come in any order: of evaluate, detect and \
      inspect --profile one for the float and one for the INT8 model; of convert, quantize and \
      compare one. Sections without a file are left out. The page is one HTML file that needs \
      neither network nor scripts.

      With --baseline, and in what compare --baseline wrote, a second INT8 model stands beside the \
      other: float, baseline and INT8 in three columns.
      """)

  @Argument(
    help: "JSON files of convert, quantize, evaluate, compare, detect and inspect --profile.",
    completion: .file(extensions: ["json"]))
  var files: [String]

  @Option(
    help: ArgumentHelp(
      """
      A JSON file of evaluate, detect or inspect --profile about the baseline; may be given several times.
      """, valueName: "file.json"),
    completion: .file(extensions: ["json"]))
  var baseline: [String] = []

  @Option(help: "The title of the page; the model's name when not given.")
  var title: String?

  @Option(
    name: .shortAndLong, help: ArgumentHelp("The page to write.", valueName: "file.html"),
    completion: .file(extensions: ["html"]))
  var output: String

  func run() throws {
    try Output.check(output, reading: files + baseline)
    let sources = try ReportSources(paths: files, baseline: baseline)
    let html = try ReportPage(sources, title: title).html()
    try Output.write(html, to: output)
    try Console.result("\(file: output): \(html.utf8.count) bytes")
  }
}
