import Digests
import Download
import Files
import Provenance

/// A model as a place offers it, a registry or a zoo's site: its files by digest, and where the bytes of
/// each are.
public struct ModelOffer {
  /// What messages call it: a reference or an address.
  public let name: String
  /// Its files.
  public let files: [ModelFile]
  /// How patient downloads are.
  let policy: DownloadPolicy
  /// What proves to the place who asks; nil for nothing.
  let authorizer: (any WebAuthorizer)?
  /// Where the bytes of a file are.
  let address: (ModelFile) throws(DownloadError) -> Address

  /// Describes an offer.
  ///
  /// - Throws: `RegistryError.malformed` where a file's path leads elsewhere.
  package init(
    name: String, files: [ModelFile], policy: DownloadPolicy,
    authorizer: (any WebAuthorizer)? = nil,
    address: @escaping (ModelFile) throws(DownloadError) -> Address
  ) throws(RegistryError) {
    try ModelOffer.check(files, of: name)
    (self.name, self.files, self.policy) = (name, files, policy)
    (self.authorizer, self.address) = (authorizer, address)
  }

  /// The bytes of some files.
  static func size(of files: [ModelFile]) -> Int {
    files.reduce(0) { sum, file in
      let (next, isTooMuch) = sum.addingReportingOverflow(file.blob.contents.size)
      return isTooMuch ? .max : next
    }
  }

  /// Checks that paths stay in a folder, are apart on every file system, and are nothing that git acts
  /// upon.
  static func check(_ files: [ModelFile], of name: String) throws(RegistryError) {
    guard !files.isEmpty else {
      throw .malformed(name, "lists no file; it is no model")
    }
    let entries = files.map { file in
      ManifestEntry(
        path: file.path, size: file.blob.contents.size, digest: file.blob.contents.digest,
        mediaType: file.blob.mediaType)
    }
    if let finding = Manifest(files: entries).pathFindings.first {
      throw .malformed(
        name, "the path of a file, \(finding.path), is not used: \(finding.message)")
    }
    for file in files {
      let first = Folder.parts(of: file.path).first?.lowercased() ?? ""
      guard !SignedFolder.gitPaths.contains(first) else {
        throw .malformed(
          name,
          "has the file \(file.path), which git acts upon and no signature covers; its publisher "
            + "has to leave it out")
      }
    }
  }
}

extension ModelFile {
  /// A file that a place lists by its path and its bytes.
  package init(path: String, contents: Contents) {
    self.init(path: path, contents: contents, precision: nil)
  }
}
