import Digests
import Pipeline

/// All that the zoo knows of a model; the JSON form is stable, a new key may be added.
public struct ModelDetails: Codable, Hashable, Sendable {
  /// A file that goes in.
  public struct Source: Codable, Hashable, Sendable {
    /// What it is used as.
    public var role: String
    /// What it is called.
    public var file: String
    /// Where it can be had.
    public var urls: [String]
    /// The SHA-256 that the recipe accepts; empty where it knows none.
    public var accepted: [String]
    /// The bytes in the store; nil where they were not pulled.
    public var contents: Contents?
    /// Where unreviewed bytes are from; nil where the recipe knows their hash.
    public var firstUse: String?
    /// The licence.
    public var license: String
  }

  /// The version of this form.
  public var schemaVersion = 1
  /// The model at a glance.
  public var summary: ModelSummary
  /// What the recipe says of it.
  public var description: String
  /// The words to find it by.
  public var tags: [String]
  /// The recipe's file.
  public var recipe: String
  /// What it is made from.
  public var sources: [Source]
  /// The files to hand out; empty where it was not built.
  public var files: [String: Contents]
  /// What was put aside.
  public var quarantine: [QuarantineEntry]

  /// Looks a model up.
  ///
  /// - Throws: `PipelineError` when documents of the store are damaged.
  public init(_ recipe: Recipe, in store: Store) throws {
    summary = try ModelSummary(recipe, in: store)
    description = recipe.description
    tags = recipe.tags
    self.recipe = recipe.path
    let pulled = try store.read(PullEntry.self, recipe.name)
    sources = recipe.sources.map { source in
      let file = pulled?.files[source.role.rawValue]
      return Source(
        role: source.role.rawValue, file: source.file, urls: source.urls,
        accepted: source.accepted.map { "\($0.digest)" }, contents: file?.contents,
        firstUse: source.accepted.isEmpty ? file?.firstUse : nil,
        license: source.terms.license.description)
    }
    files = try store.read(ModelEntry.self, recipe.name)?.files ?? [:]
    quarantine = try store.quarantined().filter { $0.model == recipe.name }
  }
}
