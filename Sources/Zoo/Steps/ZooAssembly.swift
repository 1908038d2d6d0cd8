import Digests
import Files
import Pipeline
import Text

/// Puts models into a store whose steps were done elsewhere.
///
/// Every file is held against the SHA-256 that its step states, and every step against what the recipe
/// asks for, so that the store becomes that of a build. Nothing is made, and no images are needed.
public struct ZooAssembly: Sendable {
  /// The recipes.
  public let recipes: [Recipe]
  /// The folder that the steps share.
  public let work: String
  /// Where the models go.
  public let store: Store
  /// What else is told.
  public var settings = BuildSettings()

  /// Models of a work folder.
  public init(_ recipes: [Recipe], of work: String, into store: Store) {
    self.recipes = recipes
    self.work = work
    self.store = store
  }

  /// Assembles all of them; a model that cannot be keeps no other one from it.
  ///
  /// - Returns: what became of each, in the order of the recipes.
  public func run() -> [ZooBuild.Outcome] {
    recipes.map { recipe in
      ZooBuild.Outcome(recipe: recipe, result: Result { try assemble(recipe) })
    }
  }

  private func assemble(_ recipe: Recipe) throws -> ModelEntry {
    let places = StepPlaces(work: work, model: recipe.name)
    guard let pulled = try StepResult.read(places.folder(of: StepJob.pull)),
      let files = pulled.sources, pulled.model == recipe.name
    else {
      throw PipelineError.unreadable(
        "\(places.folder(of: StepJob.pull)): has no sources of \(recipe.name); do the step "
          + "\(StepJob.pull) first")
    }
    let sources = PullEntry(files: files)
    try check(sources, against: recipe)
    try pulled.move(from: places.folder(of: StepJob.pull), into: store)
    var build = ModelBuild(
      recipe: recipe, store: store, settings: settings, threads: settings.threads,
      sources: sources.contents, previous: try store.read(ModelEntry.self, recipe.name)
    ) { _ in }
    build.onlyFinds = true
    for name in build.stepNames {
      let folder = places.folder(of: name.id)
      guard let result = try StepResult.read(folder), result.model == recipe.name,
        result.step == name.rawValue, let (key, entry) = try result.entry()
      else { continue }
      try result.move(from: folder, into: store)
      try store.write(entry, StepEntry.name(key))
      build.before[name.rawValue] = key
    }
    if try store.read(PullEntry.self, recipe.name) != sources {
      try store.write(sources, recipe.name)
    }
    return try build.run()
  }

  /// The bytes of sources have to be those that the recipe accepts.
  private func check(_ entry: PullEntry, against recipe: Recipe) throws {
    for source in recipe.sources {
      let file = entry.files[source.role.rawValue]
      guard let file, file.file == source.file,
        source.accepted.isEmpty || source.accepted.map(\.digest).contains(file.contents.digest)
      else {
        throw PipelineError.malformed(
          "\(recipe.name): the \(source.role.rawValue) in \(work) are not those that the recipe asks "
            + "for; do the step \(StepJob.pull) again")
      }
    }
  }
}
