import ArgumentParser
import Pipeline
import Zoo

/// Which models of the zoo.
struct ModelArguments: ParsableArguments {
  @Argument(help: "The names of models, or files of recipes.")
  var names: [String] = []

  @Flag(help: "All models that there are recipes of.")
  var all = false

  func validate() throws {
    guard all != !names.isEmpty else {
      throw ValidationError(all ? "give names or --all, not both" : "name models, or give --all")
    }
  }

  func recipes(in folder: RecipeFolder) throws -> [Recipe] {
    try folder.recipes(named: all ? folder.names() : names)
  }
}
