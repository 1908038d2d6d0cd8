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
    let models = recipe.digests(in: files)
    metrics = RecordedMetrics(recipe, records, models: models).metrics
    gates = Gate.all(of: recipe, metrics, models: models, records: records)
  }
}

extension Recipe {
  /// The SHA-256 of each model that is among files.
  func digests(in files: [String: Contents]) -> [Variant: String] {
    let models = variants.compactMap { variant in
      files[fileName(of: variant)].map { (variant, "\($0.digest)") }
    }
    return Dictionary(models) { first, _ in first }
  }
}
