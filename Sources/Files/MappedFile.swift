import Glibc

/// A whole file, read-only, in memory without a copy.
///
/// The mapping lives as long as the object, so its bytes are only lent to closures. A file that another process shortens meanwhile would
/// fault, so the size is taken once and the file is expected to stay as it is while mapped.
public final class MappedFile: Sendable {
  /// The file as the caller named it.
  public let path: String
  /// The folder it was opened in, whatever it is called.
  public let folder: String
  private nonisolated(unsafe) let bytes: UnsafeRawBufferPointer

  /// Maps the file at `path`.
  ///
  /// - Parameter naming: what it is called from then on.
  /// - Throws: `FileError` when there is no such file or it is not a regular, readable one.
  public init(path: String, naming: FileNaming = .paths) throws(FileError) {
    // Without O_NONBLOCK, opening a pipe would wait for somebody to write into it.
    let descriptor = uninterrupted {
      open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    }
    guard descriptor >= 0 else { throw FileError(kind: .unreadable, path: path, errno: errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw FileError(kind: .unreadable, path: path, errno: errno)
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw FileError(kind: .unreadable, path: path, notRegular: status)
    }
    FilesInUse.shared.add(status)
    let size = Int(status.st_size)
    self.path = naming.name(of: path)
    folder = Folder.parent(of: path)
    guard size > 0 else {
      bytes = UnsafeRawBufferPointer(start: nil, count: 0)
      return
    }
    guard let start = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), start != MAP_FAILED
    else { throw FileError(kind: .unreadable, path: path, errno: errno) }
    bytes = UnsafeRawBufferPointer(start: start, count: size)
  }

  deinit {
    if let start = bytes.baseAddress {
      munmap(UnsafeMutableRawPointer(mutating: start), bytes.count)
    }
  }

  /// The size in bytes.
  public var count: Int { bytes.count }

  /// Calls `body` with the contents, which are valid during the call, and as long as the object
  /// lives.
  public func withUnsafeBytes<R, E: Error>(
    _ body: (UnsafeRawBufferPointer) throws(E) -> R
  ) throws(E) -> R {
    try body(bytes)
  }

  /// Calls `body` with the contents piece by piece, from front to back. What has been read counts no
  /// longer as memory in use, so that a file of any size takes a few megabytes.
  public func forEachPiece<E: Error>(
    _ body: (UnsafeRawBufferPointer) throws(E) -> Void
  ) throws(E) {
    for start in stride(from: 0, to: bytes.count, by: MappedFile.pieceByteCount) {
      let range = start..<min(start + MappedFile.pieceByteCount, bytes.count)
      try body(UnsafeRawBufferPointer(rebasing: bytes[range]))
      releasePages(range)
    }
  }

  private static let pieceByteCount = 1 << 22

  /// Tells the system that some bytes are not needed for now; reading them again is slow but right.
  public func releasePages(_ range: Range<Int>) {
    guard let start = bytes.baseAddress else { return }
    let page = Int(sysconf(Int32(_SC_PAGESIZE)))
    // The mapping begins with a page; of the ends only whole pages go.
    let (first, end) = ((range.lowerBound + page - 1) / page * page, range.upperBound / page * page)
    guard end > first else { return }
    madvise(UnsafeMutableRawPointer(mutating: start + first), end - first, MADV_DONTNEED)
  }

  /// A copy of the first bytes, at most `limit`.
  public func prefix(_ limit: Int) -> [UInt8] {
    withUnsafeBytes { Array($0.prefix(limit)) }
  }
}
