import ArgumentParser
import JSON
import Pipeline
import Text
import Zoo

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
    let details =
      if let entry = try store.pulled(name) {
        [try ModelDetails(name, entry, in: store)]
      } else {
        try zoo.recipeFolder.recipes(named: [name]).map { try ModelDetails($0, in: store) }
      }
    for model in details {
      if json {
        try Console.result(json: try JSONEncoding.text(model))
      } else {
        try Console.result(model.text)
      }
    }
  }
}
