import ArgumentParser
import Pipeline
import Provenance
import Text

struct ProvenanceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "provenance",
    abstract: "Write what follows from a model's record: statements, bills of materials, card.",
    discussion: """
      Beside MODEL: in-toto statements (SLSA provenance, and a test result for each measurement) in \
      MODEL.intoto.jsonl, signed with --key; CycloneDX and SPDX; and with --card README.md.
      """)

  @Argument(help: "The model, with its record beside it.", completion: .file(extensions: ["onnx"]))
  var artifact: String

  @Option(help: ArgumentHelp("The private key.", valueName: "file.pem"), completion: .file())
  var key: String?

  @Flag(help: "Write the card too; a folder has one, about its main model.")
  var card = false

  @OptionGroup var replacing: ReplacementArguments

  @Flag(name: .shortAndLong, help: .quiet)
  var quiet = false

  func run() throws {
    let documents = try RecordDocuments(of: artifact)
    if !quiet { for warning in documents.warnings { Console.note("\(warning)") } }
    let signing = try key.map { path throws in
      try KeyFiles.signing(path, quiet: quiet)
    }
    let written = try documents.write(
      key: signing, includesCard: card, replacing: replacing.replacement)
    try Console.result(written.map { "\($0)" }.joined())
  }
}
