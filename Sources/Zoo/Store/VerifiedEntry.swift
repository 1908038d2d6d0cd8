/// That a model was verified as it was built.
struct VerifiedEntry: StoreDocument, Hashable {
  static let folder = "verified"
  var schemaVersion = 1
  /// The SHA-256 of the document of the model.
  var build: String
}
