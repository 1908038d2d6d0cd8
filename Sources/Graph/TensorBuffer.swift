import Glibc

/// Bytes that do not change: owned, or borrowed from an owner kept alive, such as a mapped file.
public final class TensorBuffer: Sendable {
  private nonisolated(unsafe) let bytes: UnsafeRawBufferPointer
  private let owner: (any AnyObject & Sendable)?
  private let isFileMapping: Bool

  /// Allocates `byteCount` bytes, aligned for vector loads, and lets `initialize` fill them.
  public init(byteCount: Int, initialize: (UnsafeMutableRawBufferPointer) -> Void) {
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: byteCount, alignment: 64)
    initialize(memory)
    bytes = UnsafeRawBufferPointer(memory)
    owner = nil
    isFileMapping = false
  }

  /// Borrows bytes that stay valid and unchanged as long as `owner` lives.
  ///
  /// - Parameter isFileMapping: whether the bytes are part of a read-only mapping of a file, which
  ///   the system can read again.
  public init(
    borrowing bytes: UnsafeRawBufferPointer, owner: any AnyObject & Sendable,
    isFileMapping: Bool = false
  ) {
    self.bytes = bytes
    self.owner = owner
    self.isFileMapping = isFileMapping
  }

  deinit {
    if owner == nil { bytes.deallocate() }
  }

  /// The number of bytes.
  public var byteCount: Int { bytes.count }

  /// Calls `body` with the bytes; they must not be kept beyond the call.
  public func withUnsafeBytes<R, E: Error>(
    _ body: (UnsafeRawBufferPointer) throws(E) -> R
  ) throws(E) -> R {
    try body(bytes)
  }

  /// Tells the system that the bytes of a mapped file are not needed for now, so that they do not
  /// count as memory in use; reading them again is slow but right. Nothing happens to others.
  public func releasePages() {
    guard isFileMapping, let start = bytes.baseAddress else { return }
    let page = UInt(sysconf(Int32(_SC_PAGESIZE)))
    // Only whole pages: their ends may belong to neighbours.
    let first = (UInt(bitPattern: start) + page - 1) / page * page
    let end = (UInt(bitPattern: start) + UInt(bytes.count)) / page * page
    guard end > first, let address = UnsafeMutableRawPointer(bitPattern: first) else { return }
    madvise(address, Int(end - first), MADV_DONTNEED)
  }
}
