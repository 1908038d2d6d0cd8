import Files

extension WebTransfer {
  /// What is there of the file, where the server may be asked for the rest only.
  func resumable() throws(RequestFailure) -> PartialRecord? {
    guard mayResume, data.length > 0, let record = data.record else { return nil }
    if let total = record.total {
      guard sizes.allows(total), data.length <= total else { return nil }
    }
    if needsValidator {
      // What was written before the system started may not be what is on the disk.
      guard record.address == address.digest, record.validator != nil,
        let boot = record.boot, boot == PartialRecord.currentBoot
      else { return nil }
    } else {
      // All of it is there, and its digest was found to be wrong.
      guard data.length < record.total ?? sizes.largest else { return nil }
    }
    // Before the request, as the server does not wait until a large file is read.
    _ = try RequestFailure.fatal { () throws(FileError) in try data.digest() }
    return record
  }

  /// Checks that an answer goes on exactly where the data end.
  ///
  /// - Returns: where the answer ends, and where the file does.
  mutating func proceed(
    _ response: WebResponse, _ record: PartialRecord
  ) throws(RequestFailure) -> (end: Int, total: Int) {
    if let encoding = response.head.foreignEncoding {
      throw .failed(.encoding(Shown.text(encoding)))
    }
    let head = response.head
    guard let text = head.first("content-range"), let range = ContentRange(text),
      let part = range.part, part.lowerBound == data.length, sizes.allows(range.total),
      record.total == nil || record.total == range.total
    else { throw .startOver }
    let isFromHere = record.address == address.digest
    let isSame = isFromHere && record.validator?.matches(head) == true
    if isFromHere, record.validator?.contradicts(head) == true { throw .startOver }
    guard isSame || !needsValidator else { throw .startOver }
    try checkSpace(range.total - data.length, freed: 0)
    var known = record
    known.total = range.total
    if !isSame {
      // From now on nobody can tell that all bytes are of one version; only the digest can.
      known.validator = nil
      (known.address, known.url) = (address.digest, address.description)
    }
    let update = known
    try RequestFailure.fatal { () throws(FileError) in try data.store(update) }
    hasResumed = true
    return (part.upperBound + 1, range.total)
  }

  /// Whether an answer that there is nothing after the data means that they are whole.
  func isSettled(_ response: WebResponse, _ record: PartialRecord) -> Bool {
    let head = response.head
    let range = head.first("content-range").flatMap { ContentRange($0) }
    return needsValidator && record.total == data.length && range?.total == data.length
      && record.validator?.matches(head) == true
  }

  /// Whether the bytes fit on the disk.
  func checkSpace(_ needed: Int, freed: Int) throws(RequestFailure) {
    do throws(DownloadError) {
      try FreeSpace.check(needed, freed: freed, for: data.file)
    } catch { throw .fatal(error) }
  }
}
