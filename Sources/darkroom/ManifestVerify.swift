import ArgumentParser
import Pipeline
import Provenance
import Text

struct ManifestVerify: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Hash a folder anew and compare it with its manifest or with a file of sha256sum.",
    discussion: """
      Exit status 1 when anything is missing, changed, extra or unreadable, or the list names no \
      file. Files that a list of sha256sum leaves out are not looked at.

      This shows that nothing changed by accident, not who made the folder: whoever changes a file \
      can change the manifest with it. `darkroom verify --key` holds the folder against a signature.
      """)

  @Argument(help: "The folder.", completion: .directory)
  var folder: String

  @Option(
    help: ArgumentHelp(
      "The manifest; manifest.json in the folder when not given.", valueName: "file"),
    completion: .file())
  var manifest: String?

  @OptionGroup var execution: ExecutionOptions

  @Flag(name: .shortAndLong, help: "Print no progress.")
  var quiet = false

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let path = manifest ?? "\(folder)/\(ManifestFile.name)"
    let threads = Execution(threads: execution.threads).threads
    let report = try ProgressBar.shown(unless: quiet) { bar in
      try FolderCheck.manifest(path, of: folder, threads: threads) {
        bar?.update(stage: "hashing", done: $0, count: $1)
      }
    }
    if json {
      try Console.result(json: report.json.indentedText)
    } else {
      try Console.result(report.text)
    }
    if !report.holds { throw ExitCode(1) }
  }
}
