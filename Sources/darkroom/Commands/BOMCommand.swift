import ArgumentParser
import Pipeline
import Provenance
import Text

struct BOMCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bom", abstract: "Print the bill of materials of a model.")

  @Argument(help: "The model, with its record beside it.", completion: .file(extensions: ["onnx"]))
  var artifact: String

  @Option(help: "cyclonedx (1.6, ML-BOM), or spdx (3.0.1, AI profile).")
  var format = Format.cyclonedx

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Where to write it; standard output when not given.", valueName: "file.json"),
    completion: .file())
  var output: String?

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case cyclonedx, spdx
  }

  func run() throws {
    let record = try RecordDocuments(of: artifact).record
    let text = format == .cyclonedx ? CycloneDX(record).text : SPDX(record).text
    guard let output else { return try Console.result(json: String(text.dropLast())) }
    try Output.check(output, reading: [artifact, ProvenanceRecord.path(for: artifact)])
    try Output.write(text, to: output)
  }
}
