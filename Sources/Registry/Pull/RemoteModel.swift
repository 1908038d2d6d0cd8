import Digests
import Files
import JSON
import Provenance

/// A model in a registry: what its manifest says, without its files.
public struct RemoteModel: Sendable {
  /// The model by its digest.
  public let reference: RegistryReference
  /// Its manifest by digest and size.
  public let descriptor: Descriptor
  /// What kind of artifact it is; nil where it does not tell.
  public let artifactType: String?
  /// What is said of it.
  public let annotations: [String: String]
  /// Its files, in the order of the manifest.
  public let files: [ModelFile]
  /// What describes it.
  let config: Descriptor

  /// Asks for the manifest.
  ///
  /// - Throws: a `Failure`, also for what is no model, and for files whose paths lead elsewhere.
  public init(_ client: RegistryClient) throws {
    let reference = client.reference
    guard let found = try client.manifest(at: reference.effectiveVersion) else {
      throw RegistryError.absent(reference, "model of that name and version")
    }
    do throws(ManifestProblem) {
      let manifest = try ArtifactManifest(parsing: found.bytes)
      files = try manifest.layers.map { layer throws(ManifestProblem) in try ModelFile(layer: layer)
      }
      (config, artifactType) = (manifest.config, manifest.artifactType)
      annotations = manifest.annotations
    } catch { throw RegistryError.malformed(reference, "its manifest \(error.text)") }
    descriptor = found.descriptor
    self.reference = reference.at(.digest(found.descriptor.contents.digest))
    try RemoteModel.check(files, of: reference)
  }

  /// Checks that paths stay in a folder, are apart on every file system, and are nothing that git acts
  /// upon.
  private static func check(_ files: [ModelFile], of reference: RegistryReference) throws {
    guard !files.isEmpty else {
      throw RegistryError.malformed(reference, "its manifest has no layer; it is no model")
    }
    let entries = files.map { file in
      ManifestEntry(
        path: file.path, size: file.blob.contents.size, digest: file.blob.contents.digest,
        mediaType: file.blob.mediaType)
    }
    if let finding = Manifest(files: entries).pathFindings.first {
      throw RegistryError.malformed(
        reference, "the path of a file, \(finding.path), is not used: \(finding.message)")
    }
    for file in files {
      let first = Folder.parts(of: file.path).first?.lowercased() ?? ""
      guard !SignedFolder.gitPaths.contains(first) else {
        throw RegistryError.malformed(
          reference,
          "has the file \(file.path), which git acts upon and no signature covers; push the "
            + "model without it")
      }
    }
  }

  /// The bytes of some files.
  static func size(of files: [ModelFile]) -> Int {
    files.reduce(0) { sum, file in
      let (next, isTooMuch) = sum.addingReportingOverflow(file.blob.contents.size)
      return isTooMuch ? .max : next
    }
  }
}
