import Digests
import Download

/// Bytes that go into a registry.
struct LocalBlob {
  let contents: Contents
  /// Where they are.
  let source: Source

  enum Source {
    case bytes([UInt8])
    case file(path: String)
  }

  /// A part of them, as it is sent.
  func body(_ part: Range<Int>) -> WebBody {
    switch source {
    case .bytes(let bytes): .bytes(Array(bytes[part]))
    case .file(let path): .file(path: path, part: part)
    }
  }
}

/// An upload that a registry waits for.
private struct UploadSession {
  /// Where the next part goes.
  var location: WebAddress
  /// How many bytes are there.
  var offset = 0
}

extension RegistryClient {
  /// How much is sent at once: what a broken connection loses at most.
  static let partSize = 16 << 20

  /// Sends a blob, unless it is there already.
  ///
  /// A connection that breaks costs what the registry did not keep: it is asked how far it is.
  ///
  /// - Parameter progress: told how many bytes are there.
  /// - Returns: whether it was sent.
  /// - Throws: a `Failure`.
  func upload(_ blob: LocalBlob, progress: (Int) -> Void = { _ in }) throws -> Bool {
    if try hasBlob(blob.contents.digest) { return false }
    let journal =
      blob.contents.size > RegistryClient.partSize
      ? UploadJournal(
        blob.contents.digest, for: address("blobs/uploads/"), in: connection.caches) : nil
    var session = try journal?.read().flatMap {
      try resume(UploadSession(location: $0), size: blob.contents.size)
    }
    if let session { progress(session.offset) }
    defer { if session == nil { journal?.remove() } }
    var failures = 0
    var furthest = 0
    while true {
      do {
        var current = try session ?? begin()
        session = current
        while blob.contents.size - current.offset > RegistryClient.partSize {
          try send(blob, &current)
          session = current
          journal?.write(current.location)
          progress(current.offset)
        }
        try finish(blob, current)
        session = nil
        return true
      } catch let error as DownloadError {
        guard let reason = error.passing else { throw error }
        if let session, session.offset > furthest { (furthest, failures) = (session.offset, 0) }
        failures += 1
        guard failures <= connection.policy.retries else { throw error }
        connection.policy.pause(after: reason, failures: failures)
      } catch let error as RegistryError {
        if case .file(let path) = blob.source, error.isOfContents {
          throw RegistryError.folder(
            path,
            "was changed while it was sent, or on its way; push again when nobody writes to it")
        }
        // A session that the registry does not know any more, perhaps as a repeated request has ended it.
        guard error.isOfSession, failures < connection.policy.retries else { throw error }
        failures += 1
        session = nil
      }
      if try hasBlob(blob.contents.digest) {
        session = nil
        return true
      }
      if let last = session { session = try resume(last, size: blob.contents.size) }
    }
  }

  private func begin() throws -> UploadSession {
    let request = WebRequest(.post, address("blobs/uploads/"))
    let reply = try answer(request, "place for uploads", expected: [202])
    return UploadSession(location: try location(reply))
  }

  private func location(_ reply: WebReply) throws -> WebAddress {
    guard let location = reply.location else {
      throw RegistryError.malformed(
        "\(reference)", "the registry does not say where an upload goes")
    }
    guard location.isEncrypted || !root.isEncrypted else {
      throw RegistryError.malformed(
        "\(reference)",
        "the registry wants an upload without encryption, which is not done; whoever runs it "
          + "has to state that it is reached by https")
    }
    return location
  }

  private func send(_ blob: LocalBlob, _ session: inout UploadSession) throws {
    let part = session.offset..<session.offset + RegistryClient.partSize
    let request = WebRequest(
      .patch, session.location,
      fields: [
        "Content-Type: application/octet-stream",
        "Content-Range: \(part.lowerBound)-\(part.upperBound - 1)",
      ], body: blob.body(part))
    // Sent once: after a failure the registry is asked how much of it is there.
    let reply = try answer(request, "upload", expected: [202], retries: 0)
    session = UploadSession(
      location: try location(reply),
      offset: RegistryClient.offset(reply) ?? part.upperBound)
    guard session.offset == part.upperBound else {
      throw RegistryError.status(reference, "upload", code: reply.status, errors: ["RANGE"])
    }
  }

  /// How many bytes are there by the header `Range: 0-N`, where N is the last of them; nil where it
  /// does not tell.
  private static func offset(_ reply: WebReply) -> Int? {
    guard let range = reply.field("range") else { return nil }
    let text = range.hasPrefix("bytes=") ? range.dropFirst("bytes=".count) : range[...]
    guard text.hasPrefix("0-"), let last = Int(text.dropFirst(2)), last >= 0, last < .max else {
      return nil
    }
    return last + 1
  }

  private func finish(_ blob: LocalBlob, _ session: UploadSession) throws {
    var address = session.location
    let digest = "digest=sha256:\(blob.contents.digest)"
    address.query = address.query.map { $0.isEmpty ? digest : "\($0)&\(digest)" } ?? digest
    let request = WebRequest(
      .put, address, fields: ["Content-Type: application/octet-stream"],
      body: blob.body(session.offset..<blob.contents.size))
    _ = try answer(request, "upload", expected: [201], retries: 0)
  }

  /// Asks how far an upload is; nil where it has to begin again.
  private func resume(_ session: UploadSession, size: Int) throws -> UploadSession? {
    let reply = try exchange.answer(
      to: WebRequest(.get, session.location), limit: ArtifactManifest.largest)
    guard reply.status == 204, let location = reply.location,
      // An upload without a byte has `0-0` too.
      let offset = RegistryClient.offset(reply), offset > 1, offset < size
    else { return nil }
    return UploadSession(location: location, offset: offset)
  }
}

extension RegistryError {
  /// Whether the registry received other bytes than those of the digest.
  fileprivate var isOfContents: Bool {
    if case .status(_, "upload", _, let errors) = self {
      errors.contains("DIGEST_INVALID")
    } else {
      false
    }
  }

  /// Whether an upload has to begin again.
  fileprivate var isOfSession: Bool {
    switch self {
    case .absent(_, "upload"): true
    case .status(_, "upload", let code, let errors):
      code == 416 || errors.contains("BLOB_UPLOAD_UNKNOWN")
        || errors.contains("BLOB_UPLOAD_INVALID")
        || errors.contains("RANGE")
    default: false
    }
  }
}

extension DownloadError {
  /// What went wrong where it may be better the next time; nil otherwise.
  fileprivate var passing: FailureReason? {
    guard case .failed(let failures) = self, let reason = failures.last?.reason, reason.isTransient
    else { return nil }
    return reason
  }
}
