import ArgumentParser
import Pipeline
import Text
import Zoo

struct ZooShow: ParsableCommand {
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
        try Console.result(json: try JSON.text(details))
      } else {
        try Console.result(details.text)
      }
    }
  }
}
