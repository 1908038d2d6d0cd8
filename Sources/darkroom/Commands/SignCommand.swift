import ArgumentParser
import Files
import Pipeline
import Provenance
import Text

struct SignCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sign",
    abstract: "Sign every file of a model's folder.",
    discussion: """
      The signature is in the OpenSSF Model Signing format, which other tools verify too. Statements \
      of what the records say are signed by `darkroom provenance --key`; do that before.
      """)

  @Argument(help: "The folder.", completion: .directory)
  var folder: String

  @Option(help: ArgumentHelp("The private key.", valueName: "file.pem"), completion: .file())
  var key: String

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "The signature; model.sig in the folder when not given.", valueName: "file"),
    completion: .file())
  var output: String?

  @OptionGroup var replacing: ReplacementArguments

  @OptionGroup var execution: ExecutionOptions

  @Flag(name: .shortAndLong, help: .quiet)
  var quiet = false

  func run() throws {
    let signing = try KeyFiles.signing(key, quiet: quiet)
    guard Folder.relativePath(of: key, in: folder) == nil else {
      throw PipelineError.usage(
        "\(key): the private key lies in the folder that is to be published; keep it elsewhere")
    }
    // In the folder, what is not its signature is one of the files to be signed.
    let path = output ?? "\(folder)/\(FolderSignature.defaultName)"
    if Folder.relativePath(of: path, in: folder) != nil {
      try Output.check(.signature(path, by: signing), replacing.replacement)
    } else {
      try Output.check(path, reading: [key])
    }
    let threads = Execution(threads: execution.threads).threads
    let signed = try ProgressBar.shown(unless: quiet) { bar in
      try FolderSignature.sign(
        folder: folder, to: path, with: signing, threads: threads,
        progress: { bar?.update(stage: "hashing", done: $0, count: $1) })
    }
    try Console.result(
      "\(path): \(signed.files.count) files, signed "
        + "with key \(signing.verificationKey.id)")
  }
}
