import ArgumentParser
import Pipeline
import Text
import Zoo

struct ZooList: ParsableCommand {
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
      try Console.result(json: try JSON.text(Listing(models: models)))
    } else {
      try Console.result(ModelSummary.table(models))
    }
  }

  private struct Listing: Encodable {
    let schemaVersion = 1
    let models: [ModelSummary]
  }
}
