import Digests
import Download
import JSON

/// A registry as one reference needs it (OCI distribution specification 1.1); for one thread.
public final class RegistryClient {
  /// What it is asked about.
  public let reference: RegistryReference
  let connection: RegistryConnection
  let exchange: WebExchange
  let authorizer: RegistryAuthorizer
  private let isPush: Bool

  /// The most bytes of an answer that is no manifest.
  private static let largestAnswer = 8 << 20

  /// Prepares to ask; nothing is sent yet.
  ///
  /// - Parameter isPush: whether something is to be written.
  /// - Throws: a `Failure` where transport is not encrypted and should be, or libcurl is missing.
  public init(
    _ reference: RegistryReference, _ connection: RegistryConnection, isPush: Bool = false
  ) throws {
    let isPlain: Bool
    switch connection.plainHTTP {
    case .never: isPlain = false
    case .anywhere: isPlain = true
    case .loopback:
      guard reference.isLoopback else { throw RegistryError.plainHTTP(host: reference.host) }
      isPlain = true
    }
    let scheme = isPlain ? "http" : "https"
    guard let root = try Address("\(scheme)://\(reference.server)/v2/").web else {
      throw RegistryError.reference("\(reference)", "has no host that can be asked")
    }
    self.reference = reference
    self.connection = connection
    self.isPush = isPush
    self.root = root
    authorizer = RegistryAuthorizer(
      reference, root: root, isPush: isPush, policy: connection.policy,
      source: connection.credentials)
    exchange = try WebExchange(connection.policy, authorizer: authorizer)
  }

  /// `.../v2/`.
  let root: WebAddress

  /// The address of something under the name of the reference.
  func address(_ path: String, query: String? = nil) -> WebAddress {
    var address = root
    address.path += "\(reference.name)/\(path)"
    address.query = query
    return address
  }

  /// Asks, and passes on refusals that nobody expects.
  ///
  /// - Parameters:
  ///   - what: what it is about, for messages.
  ///   - expected: the statuses that the caller answers itself.
  func answer(
    _ request: WebRequest, _ what: String, expected: Set<Int>, limit: Int = largestAnswer,
    retries: Int? = nil
  ) throws -> WebReply {
    let reply = try exchange.answer(to: request, limit: limit, retries: retries)
    if expected.contains(reply.status) { return reply }
    switch reply.status {
    case 401, 403:
      if let failure = authorizer.failure { throw failure }
      throw RegistryError.unauthorized(
        reference, isPush: isPush, hasCredentials: authorizer.hasCredentials)
    case 404: throw RegistryError.absent(reference, what)
    default:
      throw RegistryError.status(
        reference, what, code: reply.status, errors: RegistryClient.errors(in: reply.body))
    }
  }

  /// The codes of errors in an answer; texts of the server are not repeated, as they may hold what was
  /// sent to it.
  private static func errors(in body: [UInt8]) -> [String] {
    let errors = (try? ArtifactManifest.tree(body))?["errors"]?.elements ?? []
    return errors.prefix(3).compactMap { $0["code"]?.text }.filter { code in
      (1...40).contains(code.utf8.count)
        && code.utf8.allSatisfy { (0x41...0x5A).contains($0) || $0 == UInt8(ascii: "_") }
    }
  }
}

extension RegistryClient {
  /// The bytes of a manifest as they are in the registry, with their digest; nil where there is none.
  ///
  /// - Throws: a `Failure`, also where they are not those of the digest that was asked for.
  func manifest(
    at version: RegistryReference.Version
  ) throws -> (bytes: [UInt8], descriptor: Descriptor)? {
    let name: String
    switch version {
    case .tag(let tag): name = tag
    case .digest(let digest): name = "sha256:\(digest)"
    }
    let request = WebRequest(
      .get, address("manifests/\(name)"), fields: ["Accept: \(RegistryMediaType.accepted)"])
    let reply = try answer(
      request, "manifest", expected: [200, 404], limit: ArtifactManifest.largest)
    guard reply.status == 200 else { return nil }
    let found = Digest(of: reply.body)
    if case .digest(let expected) = version, expected != found {
      throw RegistryError.changed(reference, "its manifest", expected: expected, found: found)
    }
    if let stated = reply.field("docker-content-digest"), stated.hasPrefix("sha256:"),
      stated != "sha256:\(found)", let digest = Digest(hexadecimal: stated.dropFirst(7))
    {
      throw RegistryError.changed(reference, "its manifest", expected: digest, found: found)
    }
    let type = reply.field("content-type")?.prefix { $0 != ";" }.lowercased()
    return (
      reply.body,
      Descriptor(
        mediaType: type ?? RegistryMediaType.manifest,
        contents: Contents(digest: found, size: reply.body.count))
    )
  }

  /// Whether there is a blob.
  func hasBlob(_ digest: Digest) throws -> Bool {
    let request = WebRequest(.head, address("blobs/sha256:\(digest)"))
    return try answer(request, "blob", expected: [200, 404]).status == 200
  }

  /// Whether there is a manifest.
  func hasManifest(_ digest: Digest) throws -> Bool {
    let request = WebRequest(
      .head, address("manifests/sha256:\(digest)"),
      fields: ["Accept: \(RegistryMediaType.accepted)"])
    return try answer(request, "manifest", expected: [200, 404]).status == 200
  }

  /// The bytes of a small blob.
  ///
  /// - Throws: a `Failure`, also where it is larger than `limit`, or has other bytes.
  func blob(_ descriptor: Descriptor, _ what: String, limit: Int) throws -> [UInt8] {
    guard descriptor.contents.size <= limit else {
      throw RegistryError.malformed(
        "\(reference)",
        "\(what) has \(descriptor.contents.size) bytes, more than the \(limit) that are read")
    }
    let request = WebRequest(.get, address("blobs/\(descriptor.reference)"))
    let reply = try answer(request, what, expected: [200], limit: limit)
    let found = Digest(of: reply.body)
    guard found == descriptor.contents.digest else {
      throw RegistryError.changed(
        reference, what, expected: descriptor.contents.digest, found: found)
    }
    return reply.body
  }

  /// Puts a manifest whose blobs are in the registry.
  func put(_ bytes: [UInt8], mediaType: String, at name: String) throws {
    let request = WebRequest(
      .put, address("manifests/\(name)"), fields: ["Content-Type: \(mediaType)"],
      body: .bytes(bytes))
    var failures = 0
    while true {
      do {
        _ = try answer(request, "manifest", expected: [200, 201, 202])
        return
      } catch let error as RegistryError where error.missesBlobs {
        // They were seen there: another client is sending the same ones, and docker-registry reads what
        // it is writing of them.
        failures += 1
        guard failures <= connection.policy.retries else { throw error }
        connection.policy.pause(after: .status(code: 400, retryAfter: nil), failures: failures)
      }
    }
  }

  /// The tags of the name, sorted, without those that stand for lists of attachments.
  ///
  /// - Throws: a `Failure`.
  public func tags() throws -> [String] {
    var tags: Set<String> = []
    var next = address("tags/list", query: "n=1000")
    // Each page brings some that are new.
    while true {
      let reply = try answer(WebRequest(.get, next), "name", expected: [200])
      let value: JSONValue
      do throws(ManifestProblem) { value = try ArtifactManifest.tree(reply.body) } catch {
        throw RegistryError.malformed("\(reference)", "its list of tags \(error.text)")
      }
      let found = (value["tags"]?.elements ?? []).compactMap(\.text)
      let before = tags.count
      tags.formUnion(found.filter { RegistryReference.isTag($0) })
      guard tags.count > before, let page = reply.nextPage, page.hasSameOrigin(as: next) else {
        break
      }
      next = page
    }
    return tags.filter { !RegistryClient.isReferrersTag($0) }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}

extension RegistryError {
  /// Whether the registry does not find what a manifest is made of.
  fileprivate var missesBlobs: Bool {
    guard case .status(_, _, _, let errors) = self else { return false }
    return errors.contains("MANIFEST_BLOB_UNKNOWN") || errors.contains("BLOB_UNKNOWN")
  }
}
