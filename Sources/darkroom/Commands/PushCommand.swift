import ArgumentParser
import Glibc
import Pipeline
import Provenance
import Registry
import Text

struct PushCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "push",
    abstract: "Put a model's folder into a registry, as an OCI artifact in the form of ModelPack.",
    discussion: """
      The folder is verified first, and nothing is sent that is in the registry already. The same \
      folder gives the same digest, which is printed. Signature, records, statements and bills of \
      materials are attached to the model as well, where other programs look for them.

      Users and passwords are those of `docker login` and of credential helpers; \
      DARKROOM_REGISTRY_TOKEN is a token for the registry. SOURCE_DATE_EPOCH takes the place of the \
      time in the records.
      """)

  @Argument(help: "The folder, with a manifest.json.", completion: .directory)
  var folder: String

  @Argument(help: ArgumentHelp("Where it goes.", valueName: "oci://host/name:tag"))
  var reference: String

  @Option(
    help: ArgumentHelp(
      "The public key that the folder's signature is verified with before anything is sent.",
      valueName: "file.pub"),
    completion: .file())
  var key: String?

  @OptionGroup var registry: RegistryArguments

  @OptionGroup var execution: ExecutionOptions

  @Flag(name: .shortAndLong, help: .quiet)
  var quiet = false

  func run() throws {
    var push = RegistryPush(
      folder, to: try RegistryReference(reference), key: try key.map(KeyFiles.verification),
      connection: registry.connection)
    push.created = try PushCommand.sourceDate()
    if let threads = execution.threads { push.threads = threads }
    let outcome = try ProgressBar.shown(unless: quiet) { (bar) throws in
      push.progress = { bar?.update(stage: $0, done: $1, count: $2) }
      return try push.run()
    }
    if !quiet {
      for note in outcome.check.notes { Console.note("\(note)") }
      Console.note(
        "\(outcome.sentCount) of \(outcome.blobCount) blobs sent, \(outcome.sentBytes) bytes; "
          + "\(outcome.attachmentCount) attachments, listed by "
          + (outcome.hasReferrers ? "the registry" : "a tag, as the registry keeps no referrers")
          + "; tag \(outcome.tag)")
    }
    try Console.result("\(outcome.reference)")
  }

  /// The time of the sources by https://reproducible-builds.org/specs/source-date-epoch/; nil where it
  /// is not set.
  private static func sourceDate() throws -> Timestamp? {
    guard let value = getenv("SOURCE_DATE_EPOCH") else { return nil }
    let text = String(cString: value)
    guard let seconds = Int(text), seconds >= 0 else {
      throw PipelineError.usage(
        "SOURCE_DATE_EPOCH is '\(text)'; set it to the seconds since 1970, or unset it")
    }
    return Timestamp(seconds: seconds)
  }
}
