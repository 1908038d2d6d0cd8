import Pipeline

/// A model of the zoo at a glance; the JSON form is stable, a new key may be added.
public struct ModelSummary: Codable, Hashable, Sendable {
  /// What commands call it.
  public var name: String
  /// What people call it.
  public var title: String
  /// How far it is.
  public var state: ModelState
  /// Whether the recipe was changed after it was built.
  public var isStale: Bool
  /// What was measured; nil where it was not built.
  public var figures: ModelFigures?
  /// What has to hold before it is published; empty where it was not built.
  public var gates: [Gate]

  /// Looks a model up.
  ///
  /// - Throws: `PipelineError` when documents of the store are damaged.
  public init(_ recipe: Recipe, in store: Store) throws {
    name = recipe.name
    title = recipe.title
    let entry = try store.read(ModelEntry.self, recipe.name)
    let build = try store.build(of: recipe.name)
    isStale = entry.map { $0.recipe != recipe.digest.description } ?? false
    figures = entry?.figures
    gates = entry?.gates ?? []
    let sources = try store.read(PullEntry.self, recipe.name)
    let isPulled = recipe.sources.allSatisfy { source in
      sources?.files[source.role.rawValue].map { store.contains([$0.contents]) } ?? false
    }
    let isQuarantined = try store.quarantined().contains { $0.model == recipe.name }
    state =
      if build != nil {
        if try store.read(PublicationEntry.self, recipe.name)?.build == build {
          .published
        } else if try store.read(VerifiedEntry.self, recipe.name)?.build == build {
          .verified
        } else {
          .built
        }
      } else if isPulled { .pulled } else if isQuarantined { .quarantined } else { .known }
  }
}
