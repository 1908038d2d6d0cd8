import Digests

/// What the signature of a folder says: the statement of OpenSSF Model Signing v1.0,
/// https://github.com/ossf/model-signing-spec
public struct SignedFolder: Hashable, Sendable {
  /// The type of the predicate.
  public static let predicateType = "https://model_signing/signature/v1.0"
  /// What git puts into the root of a folder, which every tool leaves out.
  public static let gitPaths = [".git", ".gitattributes", ".github", ".gitignore"]

  /// The folder's name when it was signed; only informative.
  public let name: String
  /// The files in the order of the statement: by the names along their paths.
  public let files: [FileDigest]
  /// Paths that were left out with all below them, sorted.
  public let ignoredPaths: [String]

  /// The one digest of the folder: that of the files' digests, in order.
  public var digest: Digest {
    var stream = DigestStream()
    for file in files { file.digest.bytes.withUnsafeBytes { stream.update($0) } }
    return stream.digest()
  }
}
