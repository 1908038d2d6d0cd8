import Files

extension FileReference {
  /// Hashes a file and calls it by its name without folders.
  ///
  /// - Throws: `FileError` when it cannot be read.
  public init(hashing path: String, mediaType: String? = nil) throws(FileError) {
    let file = try MappedFile(path: path)
    let name = path.split(separator: "/").last.map(String.init) ?? path
    self.init(
      name: name, digest: file.withUnsafeBytes { Digest(of: $0) }, size: file.count,
      mediaType: mediaType ?? MediaType.of(name))
  }
}
