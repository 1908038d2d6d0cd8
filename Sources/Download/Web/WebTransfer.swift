import Files

/// Fetches one web address into a partial file, in as many requests as it takes.
struct WebTransfer {
  let address: WebAddress
  let policy: DownloadPolicy
  let sizes: ExpectedSize
  let data: PartialData
  let client: WebClient
  /// Whether the digest is known, which decides in the end whether the bytes are right.
  let isDigestKnown: Bool
  /// Whether data are continued only where the server says that they are of the same version.
  var needsValidator: Bool
  /// What proves to the server who asks; nil for nothing.
  var authorizer: (any WebAuthorizer)?
  var meter: Meter
  /// Tells whether all is there, whatever the server says of it.
  let isWhole: () throws(RequestFailure) -> Bool

  /// How many requests were made.
  var attempts = 0
  /// Whether the data were put together from several answers.
  var hasResumed = false
  /// Whether the server is still asked for the rest of what is there.
  var mayResume = true

  /// Fetches all.
  mutating func run() throws(RequestFailure) {
    var failures = 0
    var furthest = data.length
    while true {
      attempts += 1
      do throws(RequestFailure) {
        try attempt()
        return
      } catch {
        switch error {
        case .fatal: throw error
        case .startOver: mayResume = false
        case .failed(let reason):
          guard reason.isTransient else { throw error }
          if try isWhole() { return }
          if data.length > furthest { (furthest, failures) = (data.length, 0) }
          failures += 1
          guard failures <= policy.retries, attempts < policy.mostAttempts else { throw error }
          policy.pause(after: reason, failures: failures)
        }
      }
    }
  }

  private mutating func attempt() throws(RequestFailure) {
    var fields: [String] = []
    let record = try resumable()
    if let record {
      fields.append("Range: bytes=\(data.length)-")
      if let validator = record.validator, record.address == address.digest {
        fields.append("If-Range: \(validator.text)")
      }
    }
    defer { client.close() }
    let response = try client.open(WebRequest(.get, address, fields: fields), authorizer)
    switch (response.head.status, record) {
    case (200, _):
      try begin(response)
      try receive(response, until: response.head.contentLength, total: response.head.contentLength)
    case (206, let record?):
      let range = try proceed(response, record)
      try receive(response, until: range.end, total: range.total)
    case (416, let record?):
      guard isSettled(response, record) else { throw .startOver }
    case (407, _): throw .failed(.asksForPassword(response.proxy))
    default:
      throw .failed(
        .status(
          code: response.head.status, retryAfter: response.head.retryAfter))
    }
  }

  /// Takes the body.
  ///
  /// - Parameters:
  ///   - end: where the answer ends in the file, if it told.
  ///   - total: where the file ends, if it is known.
  private mutating func receive(
    _ response: WebResponse, until end: Int?, total: Int?
  ) throws(RequestFailure) {
    let limit = min(end ?? .max, sizes.largest)
    meter.report(data.length, of: total ?? sizes.only, isForced: true)
    while let piece = try next(response, total) {
      guard piece.count <= limit - data.length else {
        try RequestFailure.fatal { () throws(FileError) in try data.restart(nil) }
        throw .failed(
          sizes.isKnown || end != nil ? .tooLong(expected: limit) : .tooLarge(limit: limit))
      }
      try append(piece)
      meter.report(data.length, of: total ?? sizes.only, isForced: false)
    }
    let expected = total ?? (response.head.isFramed ? nil : sizes.smallest)
    if let expected, data.length < expected {
      throw .failed(.truncated(received: data.length, expected: expected))
    }
  }
}
