/// The keys of `metadata_props` that are ours; what they hold is described in `Metadata.md`.
enum MetadataKey {
  static let schema = "darkroom.schema"
  static let input = "darkroom.input"
  static let heads = "darkroom.heads"
  static let outputForm = "darkroom.output_form"
  static let labels = "darkroom.labels"
  static let layers = "darkroom.layers"
  /// Followed by the role of the source file.
  static let digestPrefix = "darkroom.sha256."
}
