import Engine
import Files
import Pipeline
import Synchronization
import Threads

/// Makes models of the zoo by their recipes.
public struct ZooBuild: Sendable {
  /// The recipes.
  public let recipes: [Recipe]
  /// Where everything is kept.
  public let store: Store
  /// What else is told.
  public var settings = BuildSettings()
  /// Told what happens, from any thread.
  public var events: @Sendable (BuildEvent) -> Void = { _ in }

  /// Builds models.
  public init(_ recipes: [Recipe], in store: Store) {
    self.recipes = recipes
    self.store = store
  }

  /// What became of a model.
  public struct Outcome: Sendable {
    /// The recipe.
    public let recipe: Recipe
    /// The model, or why there is none.
    public let result: Result<ModelEntry, any Error>
  }

  /// Builds all of them; a model that cannot be built keeps no other one from it.
  ///
  /// - Returns: what became of each, in the order of the recipes.
  public func run() -> [Outcome] {
    let jobs = max(1, min(settings.jobs, recipes.count))
    let begun = Atomic(0)
    let workers = Workers(threads: jobs)
    return workers.map(recipes.count) { index in
      // The last ones, beside which nothing else begins, get the threads of those that are done.
      let left = recipes.count - begun.add(1, ordering: .relaxed).oldValue
      return build(recipes[index], threads: max(1, settings.threads / min(jobs, left)))
    }
  }

  private func build(_ recipe: Recipe, threads: Int) -> Outcome {
    do {
      var pull = Pull(recipe, into: store)
      pull.mirrors = settings.mirrors
      let pulled = try pull.run()
      for note in pulled.notes { events(.note(model: recipe.name, note)) }
      var build = ModelBuild(
        recipe: recipe, store: store, settings: settings, threads: threads,
        sources: pulled.contents, previous: try store.read(ModelEntry.self, recipe.name),
        events: events)
      build.before = build.previous?.steps ?? [:]
      return Outcome(recipe: recipe, result: .success(try build.run()))
    } catch { return Outcome(recipe: recipe, result: .failure(error)) }
  }
}
