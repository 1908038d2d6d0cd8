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

  /// The folder of the store.
  var storePath: String { store ?? Store.defaultPath }

  func openStore(_ use: Store.Use = .shared) throws -> Store {
    try Store(path: storePath, use: use)
  }
}
