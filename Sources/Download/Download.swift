import Digests
import Files

/// Bytes from the first of several addresses that has the right ones.
public struct Download: Sendable {
  /// Where they may be, in the order in which they are tried, mirrors included.
  public var addresses: [Address]
  /// The bytes that are right; where it is empty, anything is taken that has the right size and is
  /// no web page, and the caller keeps the digest of this first use.
  public var accepted: [ExpectedContents]
  /// The size, where no digest is known.
  public var size: Int?
  /// How patient it is.
  public var policy: DownloadPolicy
  /// What proves to the servers of the addresses who asks; nil for what the addresses hold.
  package var authorizer: (any WebAuthorizer)?

  /// Describes a download.
  public init(
    addresses: [Address], accepted: [ExpectedContents] = [], size: Int? = nil,
    policy: DownloadPolicy
  ) {
    self.addresses = addresses
    self.accepted = accepted
    self.size = size
    self.policy = policy
  }
}

/// What bytes are expected to be.
public struct ExpectedContents: Hashable, Sendable {
  /// Their SHA-256.
  public var digest: Digest
  /// How many there are; nil where that is not known.
  public var size: Int?

  /// Expects bytes.
  public init(digest: Digest, size: Int? = nil) {
    self.digest = digest
    self.size = size
  }
}

/// What a download has brought; the bytes are at the path of its partial file.
public struct Downloaded: Hashable, Sendable {
  /// The SHA-256 of the bytes.
  public let digest: Digest
  /// How many there are.
  public let size: Int
  /// Where they are from; nil where all of them were there already, from an earlier run.
  public let address: Address?
}

/// How far a download is.
public struct DownloadProgress: Hashable, Sendable {
  /// The address that is being read, without what may be secret.
  public let url: String
  /// How many bytes are there, with those of earlier runs; fewer than before where it starts over.
  public let done: Int
  /// How many there are to be, where that is known.
  public let total: Int?
}

/// Bytes that an address gave and that are not those that are wanted.
public struct Rejected: Hashable, Sendable {
  /// Where they are now: whoever is told of them may move the file away.
  public let path: String
  /// The address without what may be secret.
  public let url: String
  /// Their SHA-256.
  public let digest: Digest
  /// How many there are.
  public let size: Int
  /// Why they are not wanted.
  public let reason: FailureReason
}

extension Download {
  /// Fetches the bytes; the thread waits until they are there.
  ///
  /// It is for ordinary threads, of which many may download at once, not for tasks or event loops.
  /// Whatever ends it, the process included, the next run into the same file goes on from there.
  ///
  /// - Parameters:
  ///   - partial: where they go; whole, and safe on the disk, when this returns.
  ///   - progress: told how far it is, at most for each 64 KiB and at the beginning of each answer.
  ///   - rejected: told of other bytes than those that are wanted, which it may move away, before
  ///     the next address is tried.
  /// - Throws: `DownloadError`, of which `.failed` tells of each address why it does not do.
  public func run(
    into partial: PartialFile, progress: (@Sendable (DownloadProgress) -> Void)? = nil,
    rejected: (Rejected) throws(DownloadError) -> Void = { _ in }
  ) throws(DownloadError) -> Downloaded {
    guard !addresses.isEmpty else { throw .noAddresses }
    let sizes = ExpectedSize(self)
    var data = try open(partial)
    if try isWhole(data) { return try finish(data, from: nil) }
    if let smallest = sizes.smallest {
      try FreeSpace.check(smallest, freed: max(data.allocated, data.length), for: partial)
    }
    var failures: [AddressFailure] = []
    for address in addresses {
      var fetch = Fetch(
        download: self, sizes: sizes, data: data,
        meter: Meter(url: "\(address)", report: progress))
      guard let reason = try fetch.failure(of: address) else {
        return try finish(data, from: address)
      }
      failures.append(
        AddressFailure(url: "\(address)", attempts: max(fetch.attempts, 1), reason: reason))
      if case .contents(let digest, let size, _, _) = reason {
        try rejected(
          Rejected(
            path: partial.path, url: "\(address)", digest: digest, size: size, reason: reason))
        // The file may be another one now, or none.
        data = try open(partial)
      }
    }
    throw .failed(failures)
  }

  /// Whether the bytes that are there are right, as far as a digest tells.
  func isWhole(_ data: PartialData) throws(DownloadError) -> Bool {
    let candidates = accepted.filter { $0.size == nil || $0.size == data.length }
    guard data.length > 0 || candidates.contains(where: { $0.size == 0 }), !candidates.isEmpty
    else {
      return false
    }
    do throws(FileError) {
      let digest = try data.digest()
      return candidates.contains { $0.digest == digest }
    } catch { throw .file(error) }
  }

  private func open(_ partial: PartialFile) throws(DownloadError) -> PartialData {
    do throws(FileError) { return try PartialData(partial) } catch { throw .file(error) }
  }

  private func finish(
    _ data: PartialData, from address: Address?
  ) throws(DownloadError) -> Downloaded {
    do throws(FileError) {
      try data.finish()
      return Downloaded(digest: try data.digest(), size: data.length, address: address)
    } catch { throw .file(error) }
  }
}
