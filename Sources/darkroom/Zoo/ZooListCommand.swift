import ArgumentParser
import Files
import JSON
import Pipeline
import Registry
import Text
import Zoo

struct ZooListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the models and how far each is, or those of another zoo.",
    discussion: """
      With --remote the models that a site or a registry offers, as it says itself; `zoo pull` verifies \
      what it brings.
      """)

  @OptionGroup var zoo: ZooArguments

  @Option(help: ArgumentHelp("Only models with this word.", valueName: "word"))
  var tag: String?

  @Option(
    help: ArgumentHelp(
      "List another zoo: an address, a folder, or oci://host/name.", valueName: "origin"))
  var remote: String?

  @OptionGroup var registry: RegistryArguments

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    guard tag == nil || remote == nil else {
      throw ValidationError("--tag is for the models here, not with --remote")
    }
  }

  func run() throws {
    if let remote {
      let listing = try RemoteListing(try Origin(remote), registry.connection)
      if json {
        try Console.result(json: try JSONEncoding.text(listing))
      } else {
        try Console.result(listing.text)
      }
      return
    }
    let folder = zoo.recipeFolder
    let store = try zoo.openStore()
    let pulled = tag == nil ? try ModelSummary.pulled(in: store) : []
    // Who only pulls has no recipes.
    let names = pulled.isEmpty || Folder.exists(folder.path) ? try folder.names() : []
    let recipes = try folder.recipes(named: names)
      .filter { recipe in tag.map { recipe.tags.contains($0) } ?? true }
    let models = try recipes.map { try ModelSummary($0, in: store) } + pulled
    if json {
      try Console.result(json: try JSONEncoding.text(Listing(models: models)))
    } else {
      try Console.result(ModelSummary.table(models))
    }
  }

  private struct Listing: Encodable {
    let schemaVersion = 1
    let models: [ModelSummary]
  }
}
