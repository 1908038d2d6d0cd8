import Digests
import Provenance

/// What the records of a model's files prove of exactly these files.
struct ModelEvidence {
  /// What was measured.
  let metrics: ModelMetrics
  /// What the recipe demands, and how it came out.
  let gates: [Gate]

  /// Reads records.
  ///
  /// - Parameters:
  ///   - files: the files by their paths.
  ///   - records: those among them.
  init(_ recipe: Recipe, _ files: [String: Contents], records: [ProvenanceRecord]) {
    let models = (
      float: files[recipe.floatName].map { "\($0.digest)" } ?? "",
      int8: files[recipe.int8Name].map { "\($0.digest)" }
    )
    metrics = RecordedMetrics(records, models: models).metrics
    gates = Gate.all(of: recipe, metrics, models: models, records: records)
  }
}
