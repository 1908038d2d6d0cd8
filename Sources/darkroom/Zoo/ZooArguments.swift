import ArgumentParser
import Files
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

/// Where annotated images are, for recipes that do not say so themselves.
struct AnnotatedArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The annotated images of recipes that do not say where they are.", valueName: "folder"),
    completion: .directory)
  var images: String?

  @Option(
    help: ArgumentHelp(
      "The annotations of recipes that do not say where they are.", valueName: "file|folder"),
    completion: .file())
  var annotations: String?

  func validate() throws {
    guard (images == nil) == (annotations == nil) else {
      throw ValidationError("--images and --annotations go together")
    }
  }
}

/// Where source files are looked for first.
struct MirrorArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      An address or a folder that has files as NAME/FILE or FILE, tried before the addresses of \
      the recipe; may be given several times.
      """, valueName: "url|folder"))
  var mirror: [String] = []
}

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

  /// The recipes, and the names of models that were pulled from other zoos.
  func models(in folder: RecipeFolder, _ store: Store) throws -> ([Recipe], pulled: [String]) {
    let pulled = try store.pulledNames()
    guard all else {
      let theirs = names.filter(pulled.contains)
      return (try folder.recipes(named: names.filter { !pulled.contains($0) }), theirs)
    }
    // Who only pulls has no recipes.
    let isAlone = !pulled.isEmpty && !Folder.exists(folder.path)
    return (isAlone ? [] : try folder.recipes(named: folder.names()), pulled)
  }
}
