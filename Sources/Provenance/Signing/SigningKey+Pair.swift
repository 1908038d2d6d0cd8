import Files

extension SigningKey {
  /// What the name of a public key ends in, beside the private one.
  public static let publicSuffix = ".pub"

  /// Makes a new key and writes both halves: the private one to `path`, the public one to
  /// `publicPath`. Neither may be there yet; both are written or none.
  ///
  /// - Parameter publicPath: nil for `path` with `.pub` at its end.
  /// - Throws: `KeyError.file`.
  @discardableResult
  public static func createPair(
    at path: String, publicPath: String? = nil
  ) throws(KeyError) -> SigningKey {
    let key = SigningKey()
    try key.write(to: path)
    do throws(KeyError) {
      try key.verificationKey.write(to: publicPath ?? path + publicSuffix)
    } catch {
      // This call made it a moment ago; nobody can have come to rely on it.
      ExclusiveFile.remove(path)
      throw error
    }
    return key
  }

  /// Whether others than its owner, who is not the user, may read a private key file, which is worth
  /// a warning.
  public static func isExposed(_ path: String) -> Bool {
    FileAccess(path: path) == .anothersAndOpen
  }
}
