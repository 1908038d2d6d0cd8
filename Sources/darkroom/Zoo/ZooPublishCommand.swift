import ArgumentParser
import Files
import Pipeline
import Provenance
import Registry
import Text
import Zoo

struct ZooPublishCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "publish",
    abstract: "Write the signed folder of a model that people upload, if every gate holds.",
    discussion: """
      The folder is that of a repository on the Hugging Face hub: README.md is the card. When a \
      gate of the recipe does not hold for exactly these files, or is not proven, nothing is \
      written, the gates are listed, and the exit status is 1.

      The key is that of --key or DARKROOM_KEY, or darkroom/key.pem in the folder for users' \
      settings, which is made when there is none and everything else holds.
      """)

  @Argument(help: "The name of the model, or the file of its recipe.")
  var name: String

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "A folder that is new, empty, or holds an earlier publication in which nothing was changed.",
      valueName: "folder"),
    completion: .directory)
  var output: String?

  @Option(
    help: ArgumentHelp(
      """
      A zoo in a registry, where the model gets its name below this one. A tag that is given stays what \
      it is; latest always moves to the new version.
      """, valueName: "oci://host/name[:tag]"))
  var to: String?

  @OptionGroup var registry: RegistryArguments

  @Option(
    help: """
      hub adds what browsers and runtimes of the Hugging Face hub look for: config.json, and the models as \
      onnx/model.onnx and onnx/model_quantized.onnx, which take no room of their own.
      """)
  var layout = PublicationLayout.plain

  @OptionGroup var zoo: ZooArguments

  @Option(help: ArgumentHelp("The private key.", valueName: "file.pem"), completion: .file())
  var key: String?

  @OptionGroup var execution: ExecutionOptions

  @Flag(name: .shortAndLong, help: .quiet)
  var quiet = false

  func validate() throws {
    guard output != nil || to != nil else {
      throw ValidationError(
        "say where the model goes: --output FOLDER, --to oci://HOST/NAME, or both")
    }
  }

  func run() throws {
    guard let recipe = try zoo.recipeFolder.recipes(named: [name]).first else { return }
    let reference = try to.map { try RegistryOrigin.reference($0, to: recipe.name) }
    let store = try zoo.openStore()
    let passing = output == nil ? try Folder.createTemporary() : nil
    defer { if let passing { Folder.remove(passing) } }
    let folder = output ?? "\(passing ?? "")/\(recipe.name)"
    let isQuiet = quiet
    let place = PublisherKey(named: key)
    let signing: SigningKey? =
      if case .known(let path) = place { try KeyFiles.signing(path, quiet: quiet) } else { nil }
    var publication = Publication(recipe, from: store, key: signing) {
      () throws in
      let made = try PublisherKey.make(at: place.path)
      if made.isNew, !isQuiet {
        Console.note(
          "made a key to sign with, \(place.path); keep it, and give others \(place.path).pub")
      }
      return made.key
    }
    publication.layout = layout
    if let threads = execution.threads { publication.threads = threads }
    switch try publication.run(to: folder) {
    case .published(let entry):
      // The manifest lists all but itself and its signature.
      let count = try Manifest(contentsOf: "\(folder)/manifest.json").files.count + 2
      let gates = entry.gates.isEmpty ? "no gate was asked for" : "every gate holds"
      try Console.result(
        "\(output ?? recipe.name): \(entry.title), \(count) files, \(gates), signed with "
          + "\(place.path)\n" + entry.gates.lines.joined())
      if let reference {
        try push(folder, to: reference, key: try KeyFiles.signing(place.path, quiet: true))
      }
    case .refused(let reasons):
      try Console.result(
        "\(recipe.name): is not published:\n" + reasons.map { "  \($0)" }.joined())
      throw ExitCode(1)
    }
  }

  private func push(_ folder: String, to reference: RegistryReference, key: SigningKey) throws {
    var push = RegistryPush(
      folder, to: reference, key: key.verificationKey, connection: registry.connection)
    push.movingTags = [RegistryReference.usualTag]
    if case .tag(let tag)? = reference.version, tag != RegistryReference.usualTag {
      push.isFixed = true
    }
    if let threads = execution.threads { push.threads = threads }
    let outcome = try ProgressBar.shown(unless: quiet) { (bar) throws in
      push.progress = { bar?.update(stage: $0, done: $1, count: $2) }
      return try push.run()
    }
    try Console.result("\(outcome.reference)")
  }
}

extension PublicationLayout: ExpressibleByArgument {}
