import ArgumentParser
import Pipeline
import Zoo

/// Which zoo it is.
struct ZooArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      Where everything is kept; DARKROOM_STORE, or darkroom in the folder for users' data \
      (XDG_DATA_HOME, ~/.local/share) when not given.
      """, valueName: "folder"), completion: .directory)
  var store: String?

  @Option(
    help: ArgumentHelp(
      "The folder of the recipes; DARKROOM_RECIPES, or Manifests when not given.",
      valueName: "folder"), completion: .directory)
  var recipes: String?

  var recipeFolder: RecipeFolder { RecipeFolder(recipes) }

  func openStore(_ use: Store.Use = .shared) throws(PipelineError) -> Store {
    try Store(path: store ?? Store.defaultPath, use: use)
  }
}

/// Which models of it.
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

  func recipes(in folder: RecipeFolder) throws(PipelineError) -> [Recipe] {
    try folder.recipes(named: all ? folder.names() : names)
  }
}
