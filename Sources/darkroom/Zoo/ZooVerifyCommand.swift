import ArgumentParser
import Pipeline
import Text
import Zoo

struct ZooVerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Check all that the store has of models: hashes, records, documents, signatures.",
    discussion: """
      Nothing is believed by its name. Damaged files are quarantined, so that the next build makes \
      them again. Exit status 1 when anything does not hold, or nothing could be verified.
      """)

  @OptionGroup var models: ModelArguments

  @OptionGroup var zoo: ZooArguments

  @Option(
    help: ArgumentHelp(
      "The public key that publications have to be signed with; the one they were signed with when "
        + "not given.", valueName: "file.pub"), completion: .file())
  var key: String?

  @Flag(help: "Measure the accuracy again, and hold it against what is recorded and known.")
  var measure = false

  @OptionGroup var annotated: AnnotatedArguments

  @OptionGroup var execution: ExecutionOptions

  @Flag(name: .shortAndLong, help: .quiet)
  var quiet = false

  func validate() throws {
    guard measure || annotated.images == nil else {
      throw ValidationError("--images and --annotations go with --measure")
    }
  }

  func run() throws {
    Allocation.keepForReuse()
    let store = try zoo.openStore()
    let (recipes, pulled) = try models.models(in: zoo.recipeFolder, store)
    var hasFailed = false
    var hasPassed = false
    for recipe in recipes {
      var verification = Verification(recipe.name, in: store)
      verification.isRequired = !models.all
      verification.key = try key.map(KeyFiles.verification)
      if let threads = execution.threads { verification.threads = threads }
      var outcomes = [try verification.run()]
      if measure {
        var measurement = Remeasurement(recipe, in: store)
        measurement.images = annotated.images
        measurement.annotations = annotated.annotations
        if let threads = execution.threads { measurement.threads = threads }
        outcomes.append(
          try ProgressBar.shown(unless: quiet) { bar in
            try measurement.run { bar?.update(stage: "measuring", done: $0, count: $1) }
          })
      }
      for outcome in outcomes {
        hasPassed = hasPassed || !outcome.passed.isEmpty
        try tell(outcome, of: recipe.name, &hasFailed)
      }
    }
    for name in pulled {
      var verification = Verification(name, in: store)
      verification.key = try key.map(KeyFiles.verification)
      if let threads = execution.threads { verification.threads = threads }
      let outcome = try verification.run()
      hasPassed = hasPassed || !outcome.passed.isEmpty
      try tell(outcome, of: name, &hasFailed)
    }
    if !hasFailed, !hasPassed {
      Console.note("nothing was verified: the store has none of these models")
      throw ExitCode(1)
    }
    if hasFailed { throw ExitCode(1) }
  }

  private func tell(
    _ outcome: FolderCheck.Outcome, of name: String, _ hasFailed: inout Bool
  ) throws {
    hasFailed = hasFailed || !outcome.failed.isEmpty
    let lines: [Lines] =
      outcome.passed.map { "\(name): ok      \($0)" }
      + outcome.failed.map { "\(name): FAILED  \($0)" }
    if !quiet {
      for note in outcome.notes { Console.note("\(name): \(note)") }
    }
    if !lines.isEmpty { try Console.result(lines.joined()) }
  }
}
