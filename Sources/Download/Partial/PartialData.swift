import Digests
import Files
import Glibc

/// The data of a partial file, open, with their digest so far.
///
/// What is on the disk is at any moment either without a record, or the beginning of what the record
/// tells: a record comes after the old data are gone and before the first new byte.
final class PartialData {
  let file: PartialFile
  /// How many bytes there are.
  private(set) var length: Int
  /// What they are the beginning of.
  private(set) var record: PartialRecord?
  private let descriptor: Int32
  private var hash = DigestStream()
  /// How many of the bytes are in the hash.
  private var hashedCount = 0

  /// Opens or creates the data.
  init(_ file: PartialFile) throws(FileError) {
    self.file = file
    let flags = O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY
    descriptor = uninterrupted { open(file.path, flags, 0o666) }
    length = 0
    guard descriptor >= 0 else { throw .system(.unwritable, file.path) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .system(.unwritable, file.path) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw FileError(
        kind: .unwritable, path: file.path, message: "is no ordinary file; remove it")
    }
    length = Int(status.st_size)
    record = PartialRecord(path: file.recordPath)
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// How many bytes of the disk are taken up, which starting over sets free.
  var allocated: Int {
    var status = stat()
    return fstat(descriptor, &status) == 0 ? Int(status.st_blocks) * 512 : 0
  }

  /// The digest of all bytes; those that were there before are read for it.
  func digest() throws(FileError) -> Digest {
    try hashRest()
    return hash.digest()
  }

  /// Throws the data away and begins again.
  ///
  /// - Parameter record: what comes now; nil where it could not be continued anyway.
  func restart(_ record: PartialRecord?) throws(FileError) {
    if record == nil { try forgetRecord() }
    guard uninterrupted({ ftruncate(descriptor, 0) }) == 0,
      lseek(descriptor, 0, SEEK_SET) == 0, uninterrupted({ fsync(descriptor) }) == 0
    else { throw .system(.unwritable, file.path) }
    (length, hashedCount, hash) = (0, 0, DigestStream())
    if let record { try store(record) }
  }

  /// Says of the data what is now known of them, before more are added.
  func store(_ record: PartialRecord) throws(FileError) {
    guard record != self.record else { return }
    try AtomicFile.write(record.bytes, to: file.recordPath, isUpdate: true)
    try flushFolder()
    self.record = record
  }

  /// Adds bytes.
  func append(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    try hashRest()
    guard lseek(descriptor, off_t(length), SEEK_SET) == off_t(length) else {
      throw .system(.unwritable, file.path)
    }
    var rest = bytes
    while let start = rest.baseAddress, rest.count > 0 {
      let count = uninterrupted { write(descriptor, start, rest.count) }
      guard count >= 0 else { throw .system(.unwritable, file.path) }
      rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }
    hash.update(bytes)
    length += bytes.count
    hashedCount = length
  }

  /// Makes whole data safe on the disk, and what they are the beginning of forgotten.
  func finish() throws(FileError) {
    guard uninterrupted({ fsync(descriptor) }) == 0 else {
      throw .system(.unwritable, file.path)
    }
    try forgetRecord()
  }

  /// Removes the record: the data are not to be continued.
  func forgetRecord() throws(FileError) {
    record = nil
    guard unlink(file.recordPath) == 0 || errno == ENOENT else {
      throw .system(.unwritable, file.recordPath)
    }
    try flushFolder()
  }

  /// The first bytes, at most `limit`.
  func prefix(_ limit: Int) -> [UInt8] {
    Array(unsafeUninitializedCapacity: limit) { buffer, count in
      count = max(0, uninterrupted { pread(descriptor, buffer.baseAddress, limit, 0) })
    }
  }

  private func hashRest() throws(FileError) {
    guard hashedCount < length else { return }
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 4096)
    defer { piece.deallocate() }
    while hashedCount < length {
      let wanted = min(piece.count, length - hashedCount)
      let count = uninterrupted {
        pread(descriptor, piece.baseAddress, wanted, off_t(hashedCount))
      }
      guard count > 0 else { throw .system(.unreadable, file.path, code: count < 0 ? errno : EIO) }
      hash.update(UnsafeRawBufferPointer(rebasing: piece[..<count]))
      hashedCount += count
    }
  }

  private func flushFolder() throws(FileError) {
    try Folder.flush(Folder.parent(of: file.path))
  }
}

extension PartialData {
  /// Whether the bytes begin as HTML does, whatever the server calls them.
  var beginsAsWebPage: Bool {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    var bytes = prefix(512)[...]
    if bytes.starts(with: mark) { bytes = bytes.dropFirst(mark.count) }
    bytes = bytes.drop { [0x09, 0x0A, 0x0D, 0x20].contains($0) }
    let text = String(decoding: bytes.prefix(16), as: UTF8.self).lowercased()
    return text.hasPrefix("<!doctype html") || text.hasPrefix("<html")
  }
}
