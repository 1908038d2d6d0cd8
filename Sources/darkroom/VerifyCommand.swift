import ArgumentParser
import Pipeline
import Provenance
import Text

struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Check all that can be checked of a model's folder, offline.",
    discussion: """
      The signature with the public key of --key, the manifest, every record with its artifact and \
      statements, the documents made of it, and the notice. Exit status 1 when anything does not \
      hold.
      """)

  @Argument(help: "The folder.", completion: .directory)
  var folder: String

  @Option(
    help: ArgumentHelp(
      "The public key; without it contents are looked at, which anybody could have written.",
      valueName: "file.pub"),
    completion: .file())
  var key: String?

  @OptionGroup var execution: ExecutionOptions

  @Flag(name: .shortAndLong, help: "Print nothing but what does not hold.")
  var quiet = false

  func run() throws {
    var check = FolderCheck(folder: folder, key: try key.map(KeyFiles.verification))
    if let threads = execution.threads { check.threads = threads }
    let outcome = try ProgressBar.shown(unless: quiet) { bar in
      try check.run { bar?.update(stage: "hashing", done: $0, count: $1) }
    }
    var lines = outcome.failed.map { "FAILED  \($0)" }
    if !quiet {
      lines = outcome.passed.map { "holds   \($0)" } + lines
      for note in outcome.notes { Console.note("\(note)") }
    }
    if !lines.isEmpty { try Console.result(lines.map { "\($0)" }.joined()) }
    if !outcome.failed.isEmpty { throw ExitCode(1) }
  }
}
