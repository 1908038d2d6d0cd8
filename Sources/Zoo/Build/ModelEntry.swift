import Digests

/// A model as it was built last.
public struct ModelEntry: StoreDocument, Hashable {
  static let folder = "models"

  private enum CodingKeys: String, CodingKey {
    case schemaVersion, name, title, recipe, tool, steps, files, gates
    case metrics = "figures"
  }

  /// The version of its form.
  public var schemaVersion = 1
  /// What commands call it.
  public var name: String
  /// What people call it.
  public var title: String
  /// The SHA-256 of its recipe.
  public var recipe: Digest
  /// The program that built it.
  public var tool: String
  /// What the steps are called in the store, by their names.
  public var steps: [String: Digest]
  /// The files to publish, by their paths.
  public var files: [String: Contents]
  /// What was measured.
  public var metrics: ModelMetrics
  /// What has to hold before it is published.
  public var gates: [Gate]
}
