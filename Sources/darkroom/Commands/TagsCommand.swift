import ArgumentParser
import Registry
import Text

struct TagsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tags", abstract: "List the tags of a model in a registry.")

  @Argument(help: ArgumentHelp("The model.", valueName: "oci://host/name"))
  var reference: String

  @OptionGroup var registry: RegistryArguments

  func run() throws {
    let tags = try RegistryClient(try RegistryReference(reference), registry.connection).tags()
    if !tags.isEmpty { try Console.result(tags.map { Lines($0) }.joined()) }
  }
}
