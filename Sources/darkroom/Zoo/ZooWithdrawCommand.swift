import ArgumentParser
import Pipeline
import Provenance
import Registry
import Text
import Zoo

struct ZooWithdrawCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "withdraw",
    abstract: "Say that the version of a model that was published last is not to be used any more.",
    discussion: """
      The statement is signed with the key of the publication. `zoo site` shows it, and with --at it is \
      attached to the model in a registry; `pull` and `zoo pull` then refuse the version with the reason. \
      Its files stay where they are. A version that is published later is not concerned.
      """)

  @Argument(help: "The name of the model, or the file of its recipe.")
  var name: String

  @Option(help: ArgumentHelp("Why, for those who have it.", valueName: "text"))
  var reason: String

  @Option(help: ArgumentHelp("What to use in its place.", valueName: "text"))
  var successor: String?

  @Option(
    help: ArgumentHelp(
      "A zoo in a registry that has the version, as in `zoo publish --to`; may be given several times.",
      valueName: "oci://host/name[:tag]"))
  var at: [String] = []

  @OptionGroup var zoo: ZooArguments

  @Option(help: ArgumentHelp("The private key.", valueName: "file.pem"), completion: .file())
  var key: String?

  @OptionGroup var registry: RegistryArguments

  @Flag(name: .shortAndLong, help: .quiet)
  var quiet = false

  func run() throws {
    guard let recipe = try zoo.recipeFolder.recipes(named: [name]).first else { return }
    let references = try at.map { try RegistryOrigin.reference($0, to: recipe.name) }
    guard case .known(let path) = PublisherKey(named: key) else {
      throw ValidationError(
        "there is no key to sign with; give the one of the publication with --key")
    }
    var withdrawal = ModelWithdrawal(recipe.name, in: try zoo.openStore(), reason: reason)
    withdrawal.successor = successor
    let entry = try withdrawal.run(signingWith: try KeyFiles.signing(path, quiet: quiet))
    if !quiet {
      Console.note(
        "\(recipe.name): manifest sha256 \(entry.manifest) is withdrawn; make the site again")
    }
    for reference in references {
      let found = try RegistryPush.attach(
        withdrawal: Array(entry.envelope.utf8), to: reference, manifest: entry.manifest,
        connection: registry.connection)
      try Console.result("\(found)")
    }
  }
}

/// A zoo in a registry, where an option takes no other one.
enum RegistryOrigin {
  static func reference(_ text: String, to model: String) throws -> RegistryReference {
    guard text.hasPrefix(RegistryReference.prefix),
      let reference = try Origin(text).reference(to: model)
    else {
      throw ValidationError(
        "'\(text)' is no place in a registry; write \(RegistryReference.prefix)HOST/NAME[:TAG], below "
          + "which each model has its name")
    }
    return reference
  }
}
