import Digests
import Files

/// Finds licence texts by their hashes: as files of their own, or in files that hold several.
struct LicenseTextIndex {
  private let files: FileIndex
  private let parts: [Digest: [UInt8]]

  init(_ files: FileIndex) {
    self.files = files
    var parts: [Digest: [UInt8]] = [:]
    for path in files.paths(endingIn: ".txt") {
      guard let file = try? MappedFile(path: path), file.count <= Notice.largestText else {
        continue
      }
      for part in LicenseTexts.parts(of: file.prefix(file.count)) {
        parts[Digest(of: part)] = part
      }
    }
    self.parts = parts
  }

  /// The bytes of a text; nil when it is nowhere.
  func bytes(of file: FileReference) -> [UInt8]? {
    if let part = parts[file.digest] { return part }
    guard file.size <= Notice.largestText, let path = files.paths(of: file).first,
      let mapped = try? MappedFile(path: path)
    else { return nil }
    let bytes = mapped.prefix(mapped.count)
    // The file may have changed since it was hashed.
    return Digest(of: bytes) == file.digest ? bytes : nil
  }
}
