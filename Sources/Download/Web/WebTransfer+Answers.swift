import Files

extension WebTransfer {
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
