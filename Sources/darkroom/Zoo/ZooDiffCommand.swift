import ArgumentParser
import JSON
import Pipeline
import Text
import Zoo

struct ZooDiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Show what differs between two versions of a model.",
    discussion: """
      Bytes, what was measured, licences, materials, options and files, by the records of both. A \
      version is a model of the store (the one that was pulled, published or built), a model's folder \
      (./NAME where the store has that name too), or oci://host/name:tag, of which only the documents are brought. Numbers that were \
      measured on other images have no difference. Nothing is verified by this.
      """)

  @Argument(help: "The first version.")
  var first: String

  @Argument(help: "The second version.")
  var second: String

  @OptionGroup var zoo: ZooArguments

  @OptionGroup var registry: RegistryArguments

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let store = try zoo.openStore()
    let difference = ModelDifference(
      try ModelVersion(first, in: store, registry.connection),
      try ModelVersion(second, in: store, registry.connection))
    if json {
      try Console.result(json: try JSONEncoding.text(difference))
    } else {
      try Console.result(difference.text)
    }
  }
}
