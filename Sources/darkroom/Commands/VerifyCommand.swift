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
      hold, or there is nothing to check.

      Without --key it shows that nothing in the folder changed by accident, on the way or on the \
      disk. It does not show who made the folder: whoever changes a file can change the manifest \
      with it. With the publisher's public key, had from elsewhere than the folder, it shows that \
      the files are those that the owner of the key signed.
      """)

  @Argument(help: "The folder.", completion: .directory)
  var folder: String

  @Option(
    help: ArgumentHelp(
      "The public key of the publisher; without it, integrity only, not who made the folder.",
      valueName: "file.pub"),
    completion: .file())
  var key: String?

  @OptionGroup var execution: ExecutionOptions

  @Flag(name: .shortAndLong, help: .quiet)
  var quiet = false

  func run() throws {
    var check = FolderCheck(folder: folder, key: try key.map(KeyFiles.verification))
    if let threads = execution.threads { check.threads = threads }
    let outcome = try ProgressBar.shown(unless: quiet) { bar in
      try check.run { bar?.update(stage: "hashing", done: $0, count: $1) }
    }
    let lines: [Lines] =
      outcome.passed.map { "ok      \($0)" } + outcome.failed.map { "FAILED  \($0)" }
    if !quiet {
      for note in outcome.notes { Console.note("\(note)") }
      if key == nil {
        Console.note(
          "without --key this shows that nothing changed by accident, not who made the folder: "
            + "whoever changes a file can change the manifest with it")
      }
    }
    if !lines.isEmpty { try Console.result(lines.joined()) }
    if !outcome.failed.isEmpty { throw ExitCode(1) }
  }
}
