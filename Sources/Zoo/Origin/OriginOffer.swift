import Digests
import Download
import Files
import JSON
import Pipeline
import Provenance
import Registry
import Text

/// A model as somebody's zoo offers it.
struct OriginOffer {
  /// Its files, and where their bytes are.
  let model: ModelOffer
  /// The name of its folder, which its signature covers.
  let folderName: String
  /// Exactly this version: a reference with its digest, or the SHA-256 of its manifest.
  let version: String
  /// The public keys that are offered with it; they prove nothing by themselves.
  let keys: [VerificationKey]
  /// What its publisher has withdrawn.
  let withdrawals: OfferedWithdrawals

  /// The most bytes of a public key.
  private static let largestKey = 1 << 14

  /// Asks a zoo for a model.
  ///
  /// - Throws: a `Failure`, also where it has no such model.
  init(_ name: String, in origin: Origin, _ connection: RegistryConnection) throws {
    switch origin {
    case .registry: try self.init(registry: name, origin, connection)
    case .site(let address): try self.init(site: name, at: address, connection.policy)
    case .folder(let path): try self.init(folder: path, connection.policy)
    }
  }

  private init(
    model: ModelOffer, folderName: String, version: String, keys: [String], withdrawals: [[UInt8]]
  ) throws {
    self.model = model
    (self.folderName, self.version) = (folderName, version)
    // What is no key proves nothing either way.
    self.keys = keys.compactMap { try? VerificationKey(pem: $0, source: model.name) }
    self.withdrawals = OfferedWithdrawals(withdrawals, of: model.files)
  }

  private init(
    registry name: String, _ origin: Origin, _ connection: RegistryConnection
  ) throws {
    guard let reference = try origin.reference(to: name) else {
      throw PipelineError.usage("\(origin): is no registry")
    }
    let client = try RegistryClient(reference, connection)
    let remote = try RemoteModel(client)
    let attached = try remote.attached(client)
    try self.init(
      model: try remote.offer(client), folderName: name, version: "\(remote.reference)",
      keys: attached.keys, withdrawals: attached.withdrawals)
  }

  private init(site name: String, at address: Address, _ policy: DownloadPolicy) throws {
    let listing = try SiteListing(at: address, policy)
    guard let entry = listing.models.first(where: { $0.name == name }) else {
      let names = listing.models.map(\.name).joined(separator: ", ")
      throw PipelineError.unreadable("\(address): has no model \(name), but \(names)")
    }
    let base = try address.appending(entry.folder)
    let files = try entry.files.map { file in
      guard let digest = Digest(hexadecimal: file.sha256), file.bytes >= 0 else {
        throw PipelineError.malformed(
          "\(address): lists \(file.path) of \(name) without a SHA-256 that is one; tell whoever runs it"
        )
      }
      return ModelFile(path: file.path, contents: Contents(digest: digest, size: file.bytes))
    }
    let key = try SmallFile.bytes(
      at: try address.appending(entry.keyFile), limit: OriginOffer.largestKey, policy: policy)
    let withdrawals = try entry.withdrawn.map { withdrawn in
      [
        try SmallFile.bytes(
          at: try address.appending(withdrawn.statement), limit: Withdrawal.largest, policy: policy)
      ]
    }
    try self.init(
      model: try ModelOffer(name: "\(address): \(name)", files: files, policy: policy) {
        file throws(DownloadError) in try base.appending(file.path)
      },
      folderName: Folder.name(of: entry.folder), version: OriginOffer.version(files),
      keys: [String(decoding: key, as: UTF8.self)], withdrawals: withdrawals ?? [])
  }

  private init(folder path: String, _ policy: DownloadPolicy) throws {
    let package = try ModelPackage(folder: path)
    try self.init(
      model: try ModelOffer(name: path, files: package.files, policy: policy) {
        file throws(DownloadError) in try Address(path: path).appending(file.path)
      },
      folderName: Folder.ownName(of: path), version: OriginOffer.version(package.files), keys: [],
      withdrawals: [])
  }

  private static func version(_ files: [ModelFile]) -> String {
    let manifest = files.first { $0.path == ModelBuild.manifestName }
    return manifest.map { "manifest sha256 \($0.blob.contents.digest)" } ?? "no manifest"
  }
}
