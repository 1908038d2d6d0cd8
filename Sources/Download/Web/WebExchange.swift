/// Asks a server questions whose answers are small, over connections that are kept open.
///
/// What may be better the next time is asked again, with the pauses of the policy. It is for one
/// thread at a time.
package final class WebExchange {
  private let client: WebClient
  private let policy: DownloadPolicy
  private let authorizer: (any WebAuthorizer)?

  /// Prepares to ask.
  ///
  /// - Throws: `DownloadError.noClient` where libcurl is missing.
  package init(
    _ policy: DownloadPolicy, authorizer: (any WebAuthorizer)? = nil
  ) throws(DownloadError) {
    client = try WebClient(policy)
    self.policy = policy
    self.authorizer = authorizer
  }

  /// Asks and waits for the whole answer, whatever its status; those that ask to come again are
  /// waited for.
  ///
  /// - Parameters:
  ///   - limit: the most bytes that are taken.
  ///   - retries: how often it is asked again; nil for as often as the policy says. Whoever can go on
  ///     from the middle of a body asks once.
  /// - Throws: `DownloadError`, of which `.failed` says why there was no answer.
  package func answer(
    to request: WebRequest, limit: Int, retries: Int? = nil
  ) throws(DownloadError) -> WebReply {
    var failures = 0
    while true {
      let reason: FailureReason
      do throws(RequestFailure) { return try attempt(request, limit) } catch {
        switch error {
        case .fatal(let failure): throw failure
        case .failed(let found): reason = found
        case .startOver: reason = .notHTTP(problem: "parts of it do not fit together")
        }
      }
      failures += 1
      guard reason.isTransient, failures <= retries ?? policy.retries else {
        throw .failed(
          [AddressFailure(url: "\(request.address)", attempts: failures, reason: reason)])
      }
      policy.pause(after: reason, failures: failures)
    }
  }

  private func attempt(_ request: WebRequest, _ limit: Int) throws(RequestFailure) -> WebReply {
    defer { client.close() }
    let response = try client.open(request, authorizer)
    let status = response.head.status
    if status == 407 { throw .failed(.asksForPassword(response.proxy)) }
    let refusal = FailureReason.status(code: status, retryAfter: response.head.retryAfter)
    if refusal.isTransient { throw .failed(refusal) }
    if let encoding = response.head.foreignEncoding {
      throw .failed(.encoding(Shown.text(encoding)))
    }
    var body: [UInt8] = []
    do throws(FailureReason) {
      while request.method != .head,
        let piece = try response.next(within: policy.idleTimeout, received: body.count)
      {
        guard piece.count <= limit - body.count else { throw .tooLarge(limit: limit) }
        body += piece
      }
    } catch { throw .failed(error) }
    if request.method != .head, let length = response.head.contentLength, body.count < length {
      throw .failed(.truncated(received: body.count, expected: length))
    }
    return WebReply(head: response.head, body: body, address: response.address)
  }
}

/// A whole answer.
package struct WebReply {
  private let head: WebHead
  /// What came with it.
  package let body: [UInt8]
  /// Whom it is from, after redirects.
  package let address: WebAddress

  init(head: WebHead, body: [UInt8], address: WebAddress) {
    (self.head, self.body, self.address) = (head, body, address)
  }

  /// The status, such as 404.
  package var status: Int { head.status }

  /// The first value of a header field, whose name is in small letters.
  package func field(_ name: String) -> String? { head.first(name) }

  /// The address that the answer names for the next request; nil where it names none.
  package var location: WebAddress? { field("location").flatMap { address.resolving($0) } }

  /// What is said of an answer that was not hoped for.
  package var refusal: DownloadError {
    .failed([
      AddressFailure(
        url: "\(address)", attempts: 1,
        reason: .status(code: status, retryAfter: head.retryAfter))
    ])
  }
}

extension DownloadPolicy {
  /// Waits before the next try.
  package func pause(after reason: FailureReason, failures: Int) {
    var pause = backoff(afterFailures: failures)
    if case .status(_, let asked?) = reason { pause = max(pause, min(asked, longestRetryAfter)) }
    Pause.sleep(pause)
  }
}
