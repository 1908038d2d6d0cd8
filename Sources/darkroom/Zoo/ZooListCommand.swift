import ArgumentParser
import JSON
import Pipeline
import Text
import Zoo

struct ZooListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the models and how far each is.")

  @OptionGroup var zoo: ZooArguments

  @Option(help: ArgumentHelp("Only models with this word.", valueName: "word"))
  var tag: String?

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let folder = zoo.recipeFolder
    let store = try zoo.openStore()
    let recipes = try folder.recipes(named: folder.names())
      .filter { recipe in tag.map { recipe.tags.contains($0) } ?? true }
    let models = try recipes.map { try ModelSummary($0, in: store) }
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

struct ZooShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show all that is known of a model.")

  @Argument(help: "The name of the model, or the file of its recipe.")
  var name: String

  @OptionGroup var zoo: ZooArguments

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let store = try zoo.openStore()
    for recipe in try zoo.recipeFolder.recipes(named: [name]) {
      let details = try ModelDetails(recipe, in: store)
      if json {
        try Console.result(json: try JSONEncoding.text(details))
      } else {
        try Console.result(details.text)
      }
    }
  }
}
