import ArgumentParser
import Registry
import Text

struct PullCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pull",
    abstract: "Bring a model out of a registry into a folder, verified.",
    discussion: """
      Digests, signature, manifest and records are verified before the folder appears, all of it at \
      once. A run that was interrupted goes on where it stopped; until then what came lies in \
      .NAME.darkroom-pull beside the folder. A folder that is there is left as it is: it has to hold \
      the same, or nothing.

      Users and passwords are those of `docker login` and of credential helpers; \
      DARKROOM_REGISTRY_TOKEN is a token for the registry.
      """)

  @Argument(
    help: ArgumentHelp("The model.", valueName: "oci://host/name[:tag|@sha256:digest]"))
  var reference: String

  @Option(
    name: .shortAndLong, help: ArgumentHelp("The folder that is made.", valueName: "folder"),
    completion: .directory)
  var output: String

  @Option(
    help: ArgumentHelp(
      "The public key of the publisher, had from elsewhere than the registry.",
      valueName: "file.pub"),
    completion: .file())
  var key: String?

  @Flag(help: "Take the model though nothing proves who made it.")
  var unverified = false

  @Flag(help: "Take the model though its publisher has withdrawn it.")
  var acceptWithdrawn = false

  @Option(
    help: """
      A part of the model: int8 or float models with all documents, or documents alone; all when not \
      given.
      """)
  var only: ModelPart?

  @OptionGroup var registry: RegistryArguments

  @OptionGroup var execution: ExecutionOptions

  @Flag(name: .shortAndLong, help: .quiet)
  var quiet = false

  func run() throws {
    var pull = RegistryPull(
      try RegistryReference(reference), to: output, key: try key.map(KeyFiles.verification),
      connection: registry.connection)
    pull.acceptsUnproven = unverified
    pull.acceptsWithdrawn = acceptWithdrawn
    pull.part = only
    if let threads = execution.threads { pull.threads = threads }
    let outcome = try ProgressBar.shown(unless: quiet) { (bar) throws in
      pull.progress = { bar?.update(stage: $0, done: $1, count: $2) }
      return try pull.run()
    }
    let folder = outcome.folder
    if !quiet {
      for note in folder.check.notes { Console.note("\(note)") }
      for line in folder.check.passed { Console.note("ok      \(line)") }
      if key == nil {
        Console.note(
          "without --key nothing proves who made the model: whoever can write to the registry can put "
            + "another one there")
      }
      Console.note(
        folder.wasThere
          ? "\(output): was there already, with \(folder.files.count) files"
          : "\(output): \(folder.files.count) files, \(folder.fetchedCount) of them pulled "
            + "(\(folder.fetchedBytes) bytes)")
    }
    try Console.result("\(outcome.reference)")
  }

  func validate() throws {
    guard key == nil || !unverified else {
      throw ValidationError("--key and --unverified contradict each other; give one of them")
    }
  }
}
