import Files
import Digests

/// One address of a download: fetched, and found to be right or not.
struct Fetch {
  let download: Download
  let sizes: ExpectedSize
  let data: PartialData
  let meter: Meter
  /// How many requests were made.
  private(set) var attempts = 0

  /// Fetches the bytes and checks them.
  ///
  /// - Returns: why they are not there, or are not right; nil where they are.
  mutating func failure(of address: Address) throws(DownloadError) -> FailureReason? {
    do throws(RequestFailure) {
      try run(address)
      return nil
    } catch {
      switch error {
      case .fatal(let failure): throw failure
      case .failed(let reason): return reason
      // A transfer starts over by itself, once.
      case .startOver: return .notHTTP(problem: "parts of the file do not fit together")
      }
    }
  }

  private mutating func run(_ address: Address) throws(RequestFailure) {
    switch address.place {
    case .file(let path):
      var transfer = LocalTransfer(path: path, sizes: sizes, data: data, meter: meter)
      try transfer.run()
    case .web(let address):
      let client: WebClient
      do throws(DownloadError) { client = try WebClient(download.policy) } catch {
        throw .fatal(error)
      }
      let isPatched = try run(address, client, needsValidator: download.accepted.isEmpty)
      if isPatched, !download.accepted.isEmpty, try !isRight() {
        // Parts of two versions may have been put together: the address has one more chance.
        try RequestFailure.fatal { () throws(FileError) in try data.restart(nil) }
        _ = try run(address, client, needsValidator: true)
      }
    }
    try check()
  }

  /// - Returns: whether the bytes were put together from several answers, where only the digest
  ///   tells whether they are of one version.
  private mutating func run(
    _ address: WebAddress, _ client: WebClient, needsValidator: Bool
  ) throws(RequestFailure) -> Bool {
    let (download, data) = (download, data)
    var transfer = WebTransfer(
      address: address, policy: download.policy, sizes: sizes, data: data, client: client,
      isDigestKnown: !download.accepted.isEmpty, needsValidator: needsValidator,
      authorizer: download.authorizer, meter: meter,
      isWhole: { () throws(RequestFailure) in
        do throws(DownloadError) { return try download.isWhole(data) } catch { throw .fatal(error) }
      })
    defer { attempts += transfer.attempts }
    try transfer.run()
    return transfer.hasResumed
  }

  private func isRight() throws(RequestFailure) -> Bool {
    do throws(DownloadError) { return try download.isWhole(data) } catch { throw .fatal(error) }
  }

  /// Checks all that came.
  private func check() throws(RequestFailure) {
    let isPage = data.beginsAsWebPage
    guard !download.accepted.isEmpty else {
      let size = data.length
      guard isPage || !sizes.allows(size) else { return }
      // No later run goes on with them.
      try RequestFailure.fatal { () throws(FileError) in try data.restart(nil) }
      throw .failed(isPage ? .webPage : sizes.failure(size))
    }
    let digest = try RequestFailure.fatal { () throws(FileError) in try data.digest() }
    let isAccepted = download.accepted.contains { contents in
      contents.digest == digest && (contents.size == nil || contents.size == data.length)
    }
    guard !isAccepted else { return }
    // Whoever is told of them finds them alone, and no later run goes on with them.
    try RequestFailure.fatal { () throws(FileError) in try data.forgetRecord() }
    throw .failed(
      .contents(
        found: digest, size: data.length, expected: download.accepted, isWebPage: isPage))
  }
}
