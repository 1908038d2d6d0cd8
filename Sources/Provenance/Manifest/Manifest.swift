/// The files of a folder: paths, sizes, hashes, and what is known of them.
public struct Manifest: Hashable, Sendable {
  /// The version of the form that is written, and the latest that is read.
  public static let schemaVersion = 1

  /// The files, sorted by the bytes of their paths.
  public var files: [ManifestEntry]
  /// Paths in the folder that are not its business; one that ends in `/` means all within.
  public var ignored: [String]
  /// The model that the folder is a publication of; nil for any other folder. It marks a folder
  /// that `zoo publish` made, and may therefore update.
  public var publication: String?
  /// Fields of the document that this version does not know.
  public var others: [String: JSONValue] = [:]

  /// Lists files.
  public init(files: [ManifestEntry], ignored: [String] = []) {
    self.files = files.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    self.ignored = ignored.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The bytes of all files.
  public var byteCount: Int {
    files.reduce(0) { $0.addingReportingOverflow($1.size).partialValue }
  }

  /// The list of hashes, which `sha256sum -c` checks in the folder.
  public var digestList: DigestList {
    DigestList(inOrder: files.map { DigestList.Entry(path: $0.path, digest: $0.digest) })
  }
}
