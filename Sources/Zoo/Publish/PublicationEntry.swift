import Digests

/// A model as it was handed out.
public struct PublicationEntry: StoreDocument, Hashable {
  static let folder = "published"
  /// The version of its form.
  public var schemaVersion = 1
  /// The SHA-256 of the document of the model that was handed out.
  public var build: String
  /// The name of the folder, which is signed with the files.
  public var folderName: String
  /// The public key that signatures are verified with, in PEM form.
  public var publicKey: String
  /// The files, signatures included, by their paths.
  public var files: [String: Contents]
}
