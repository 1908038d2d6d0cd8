import Digests
import Download
import JSON

extension RegistryClient {
  /// How often a list that others write at the same time is written again.
  private static let mostTries = 10

  /// The tag under which clients keep the list of what is attached to a manifest where the registry
  /// does not (OCI distribution specification 1.1, "Referrers Tag Schema").
  static func referrersTag(_ digest: Digest) -> String { "sha256-\(digest)" }

  /// Whether a tag is such a one.
  static func isReferrersTag(_ tag: String) -> Bool {
    tag.hasPrefix("sha256-") && Digest(hexadecimal: tag.dropFirst("sha256-".count)) != nil
  }

  /// What is attached to a manifest, sorted by digest.
  ///
  /// - Throws: a `Failure`.
  func referrers(of digest: Digest) throws -> [Descriptor] {
    try referrersOfRegistry(digest) ?? referrersOfTag(digest)
  }

  /// What the registry says of it; nil where it keeps no such lists.
  private func referrersOfRegistry(_ digest: Digest) throws -> [Descriptor]? {
    let request = WebRequest(
      .get, address("referrers/sha256:\(digest)"), fields: ["Accept: \(RegistryMediaType.index)"])
    // Registries that do not know the request answer as they like.
    let reply = try exchange.answer(to: request, limit: ArtifactManifest.largest)
    guard reply.status == 200, let value = try? ArtifactManifest.tree(reply.body),
      value["manifests"] != nil
    else { return nil }
    return RegistryClient.list(value)
  }

  private func referrersOfTag(_ digest: Digest) throws -> [Descriptor] {
    guard let found = try manifest(at: .tag(RegistryClient.referrersTag(digest))) else { return [] }
    do throws(ManifestProblem) {
      return RegistryClient.list(try ArtifactManifest.tree(found.bytes))
    } catch {
      throw RegistryError.malformed(
        "\(reference)", "the tag \(RegistryClient.referrersTag(digest)) \(error.text)")
    }
  }

  private static func list(_ index: JSONValue) -> [Descriptor] {
    sorted((index["manifests"]?.elements ?? []).compactMap(Descriptor.init))
  }

  private static func sorted(_ descriptors: [Descriptor]) -> [Descriptor] {
    descriptors.sorted { $0.contents.digest < $1.contents.digest }
  }

  /// Sees to it that attachments, whose manifests are in the registry, are found.
  ///
  /// - Returns: whether the registry itself keeps the list; it is kept under a tag otherwise.
  /// - Throws: a `Failure`.
  func list(_ attachments: [Descriptor], of subject: Descriptor) throws -> Bool {
    let wanted = Set(attachments.map(\.contents.digest))
    let digest = subject.contents.digest
    // What it has and not what it says: some say `OCI-Subject` and keep nothing.
    if let known = try referrersOfRegistry(digest),
      wanted.isSubset(of: known.map(\.contents.digest))
    {
      return true
    }
    for _ in 0..<RegistryClient.mostTries {
      let known = try referrersOfTag(digest)
      let missing = attachments.filter { new in !known.contains { $0.contents == new.contents } }
      // Read back: somebody else may have written at the same time, from an older list.
      if missing.isEmpty { return false }
      let index: [String: JSONValue] = [
        "schemaVersion": .whole(2), "mediaType": .text(RegistryMediaType.index),
        "manifests": .array(RegistryClient.sorted(known + missing).map(\.json)),
      ]
      try put(
        JSONValue.object(index).canonicalBytes, mediaType: RegistryMediaType.index,
        at: RegistryClient.referrersTag(digest))
    }
    throw RegistryError.malformed(
      "\(reference)",
      "the list of attachments (\(RegistryClient.referrersTag(digest))) is written by others "
        + "all the time; push again later")
  }
}
