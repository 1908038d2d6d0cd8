import Pipeline
import Provenance

/// Keys as commands name them.
enum KeyFiles {
  /// A private key; one of the user's that others may read is refused, one of somebody else warned
  /// of.
  static func signing(_ path: String, quiet: Bool) throws -> SigningKey {
    let key = try SigningKey(contentsOf: path)
    if !quiet, SigningKey.isExposed(path) {
      Console.note("\(path): others may read this private key, which another user owns")
    }
    return key
  }

  /// A public key.
  static func verification(_ path: String) throws -> VerificationKey {
    return try VerificationKey(contentsOf: path)
  }
}
