import Files

extension WebTransfer {
  private static let redirects: Set<Int> = [301, 302, 303, 307, 308]

  /// Sends a request and follows where the server says the file is.
  func open(_ fields: [String]) throws(RequestFailure) -> WebResponse {
    var current = address
    var visited: Set = [address]
    for _ in 0...policy.mostRedirects {
      let response = try client.send(current, fields)
      guard WebTransfer.redirects.contains(response.head.status) else { return response }
      guard let location = response.head.first("location"),
        let next = current.resolving(location)
      else { throw .failed(.badRedirect) }
      guard next.isSecure || !current.isSecure else {
        throw .failed(.insecureRedirect(to: "\(next)"))
      }
      guard visited.insert(next).inserted else { throw .failed(.redirectLoop(to: "\(next)")) }
      current = next
    }
    throw .failed(.tooManyRedirects(limit: policy.mostRedirects))
  }

  /// Checks an answer that holds the file from its first byte, and makes room for it.
  mutating func begin(_ response: WebResponse) throws(RequestFailure) {
    if let encoding = response.head.foreignEncoding {
      throw .failed(.encoding(Shown.text(encoding)))
    }
    let total = response.head.contentLength
    if let total, !sizes.allows(total) { throw .failed(sizes.failure(total)) }
    if !isDigestKnown {
      if response.head.isWebPage { throw .failed(.webPage) }
      guard response.head.isFramed || sizes.isKnown else { throw .failed(.noLength) }
    }
    try checkSpace(total ?? sizes.smallest ?? 0, freed: data.allocated)
    let validator = Validator(response.head)
    let record = PartialRecord(
      address: address.digest, url: address.description, total: total, validator: validator,
      boot: PartialRecord.currentBoot)
    let isOfUse = validator != nil || isDigestKnown
    try RequestFailure.fatal { () throws(FileError) in try data.restart(isOfUse ? record : nil) }
    hasResumed = false
  }

  /// The next piece of the body.
  func next(_ response: WebResponse, _ total: Int?) throws(RequestFailure) -> [UInt8]? {
    do throws(FailureReason) {
      return try response.next(within: policy.idleTimeout, received: data.length)
    } catch {
      if case .truncated(let received, nil) = error {
        throw .failed(.truncated(received: received, expected: total ?? sizes.only))
      }
      throw .failed(error)
    }
  }

  /// Writes a piece of the body.
  func append(_ piece: [UInt8]) throws(RequestFailure) {
    try RequestFailure.fatal { () throws(FileError) in
      try piece.withUnsafeBufferPointer { bytes throws(FileError) in
        try data.append(UnsafeRawBufferPointer(bytes))
      }
    }
  }
}
