import Digests
import Provenance

/// A built model of somebody else's zoo, verified as it was pulled.
public struct PulledEntry: StoreDocument, Hashable {
  static let folder = "pulled"
  /// The version of its form.
  public var schemaVersion = 1
  /// What the zoo calls it.
  public var name: String
  /// Where the zoo is.
  public var origin: String
  /// Exactly this version of it: a reference with its digest, or the SHA-256 of its manifest.
  public var version: String
  /// The name of its folder, which the signature covers.
  public var folderName: String
  /// The public key of the publisher, in PEM form: that of the first pull, or the one that was named
  /// since. Later versions have to be signed with it.
  public var publicKey: String
  /// Why its publisher has withdrawn it; nil where that is not so.
  public var withdrawn: String?
  /// The files, signatures included, by their paths.
  public var files: [String: Contents]
}
