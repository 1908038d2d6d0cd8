import ArgumentParser
import Pipeline
import Provenance
import Text

struct CardCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "card", abstract: "Print the card of a model, for people and the Hugging Face hub."
  )

  @Argument(help: "The model, with its record beside it.", completion: .file(extensions: ["onnx"]))
  var artifact: String

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Where to write it; standard output when not given.", valueName: "README.md"),
    completion: .file())
  var output: String?

  func run() throws {
    let text = try RecordDocuments(of: artifact).card.text
    guard let output else { return try Console.document(String(text.dropLast())) }
    try Output.check(output, reading: [artifact, ProvenanceRecord.path(for: artifact)])
    try Output.write(text, to: output)
  }
}
