import Digests
import Files

extension FileReference {
  /// Hashes a file and calls it by its name without folders.
  ///
  /// - Throws: `FileError` when it cannot be read.
  public init(hashing path: String, mediaType: String? = nil) throws(FileError) {
    self.init(path, try MappedFile(path: path), mediaType: mediaType)
  }

  /// Hashes a file that is open already.
  public init(_ path: String, _ file: MappedFile, mediaType: String? = nil) {
    self = file.withUnsafeBytes { FileReference(path, bytes: $0, mediaType: mediaType) }
  }

  /// Hashes the bytes of a file, and calls it by its name without folders.
  public init(_ path: String, bytes: UnsafeRawBufferPointer, mediaType: String? = nil) {
    let name = Folder.name(of: path)
    self.init(
      name: name, digest: Digest(of: bytes), size: bytes.count,
      mediaType: mediaType ?? MediaType.of(name))
  }
}
