/// What of the record of `convert` is shown.
struct ConversionInput: Decodable, Sendable {
  /// The model that was written.
  var model: WrittenModel
  /// What it was made from.
  var sources: Sources

  /// The files of darknet.
  struct Sources: Decodable, Sendable {
    var cfg: NamedDigest?
    var weights: NamedDigest?
  }
}
