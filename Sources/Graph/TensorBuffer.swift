import Glibc

/// Bytes that do not change: owned, borrowed from an owner kept alive, such as a mapped file, or made
/// anew whenever they are asked for.
public final class TensorBuffer: Sendable {
  private enum Content {
    case owned(UnsafeRawBufferPointer)
    case borrowed(UnsafeRawBufferPointer, owner: any AnyObject & Sendable, isFileMapping: Bool)
    case made(by: @Sendable (UnsafeMutableRawBufferPointer) -> Void)
  }

  private nonisolated(unsafe) let content: Content
  /// The number of bytes.
  public let byteCount: Int

  /// Allocates `byteCount` bytes, aligned for vector loads, and lets `initialize` fill them.
  public init(byteCount: Int, initialize: (UnsafeMutableRawBufferPointer) -> Void) {
    let memory = TensorBuffer.memory(byteCount)
    initialize(memory)
    content = .owned(UnsafeRawBufferPointer(memory))
    self.byteCount = byteCount
  }

  private init(byteCount: Int, content: Content) {
    self.content = content
    self.byteCount = byteCount
  }

  /// Bytes that `make` fills in whenever they are asked for, always the same; they take no memory in
  /// between. For what is read once.
  public static func made(
    byteCount: Int, by make: @escaping @Sendable (UnsafeMutableRawBufferPointer) -> Void
  ) -> TensorBuffer {
    TensorBuffer(byteCount: byteCount, content: .made(by: make))
  }

  /// Borrows bytes that stay valid and unchanged as long as `owner` lives.
  ///
  /// - Parameter isFileMapping: whether the bytes are part of a read-only mapping of a file, which
  ///   the system can read again.
  public init(
    borrowing bytes: UnsafeRawBufferPointer, owner: any AnyObject & Sendable,
    isFileMapping: Bool = false
  ) {
    content = .borrowed(bytes, owner: owner, isFileMapping: isFileMapping)
    byteCount = bytes.count
  }

  deinit {
    if case .owned(let bytes) = content { bytes.deallocate() }
  }

  private static func memory(_ byteCount: Int) -> UnsafeMutableRawBufferPointer {
    UnsafeMutableRawBufferPointer.allocate(byteCount: byteCount, alignment: 64)
  }

  /// Calls `body` with the bytes; they must not be kept beyond the call.
  public func withUnsafeBytes<R, E: Error>(
    _ body: (UnsafeRawBufferPointer) throws(E) -> R
  ) throws(E) -> R {
    switch content {
    case .owned(let bytes), .borrowed(let bytes, _, _): return try body(bytes)
    case .made(let make):
      let memory = TensorBuffer.memory(byteCount)
      defer { memory.deallocate() }
      make(memory)
      return try body(UnsafeRawBufferPointer(memory))
    }
  }

  /// Tells the system that the bytes of a mapped file are not needed for now, so that they do not
  /// count as memory in use; reading them again is slow but right. Nothing happens to others.
  public func releasePages() { releasePages(0..<byteCount) }

  /// The same of some of the bytes.
  public func releasePages(_ range: Range<Int>) {
    guard case .borrowed(let bytes, _, isFileMapping: true) = content,
      let start = bytes.baseAddress
    else { return }
    let page = UInt(sysconf(Int32(_SC_PAGESIZE)))
    // Only whole pages: their ends may belong to neighbours.
    let first = (UInt(bitPattern: start) + UInt(range.lowerBound) + page - 1) / page * page
    let end = (UInt(bitPattern: start) + UInt(range.upperBound)) / page * page
    guard end > first, let address = UnsafeMutableRawPointer(bitPattern: first) else { return }
    madvise(address, Int(end - first), MADV_DONTNEED)
  }
}
