import Digests
import Files

extension FileReference {
  /// Hashes a file and calls it by its name without folders.
  ///
  /// - Throws: `FileError` when it cannot be read.
  public init(hashing path: String, mediaType: String? = nil) throws(FileError) {
    let file = try MappedFile(path: path)
    let name = Folder.name(of: path)
    self.init(
      name: name, digest: file.withUnsafeBytes { Digest(of: $0) }, size: file.count,
      mediaType: mediaType ?? MediaType.of(name))
  }
}
