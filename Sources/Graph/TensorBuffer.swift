/// Bytes that do not change: owned, or borrowed from an owner kept alive, such as a mapped file.
public final class TensorBuffer: Sendable {
  private nonisolated(unsafe) let bytes: UnsafeRawBufferPointer
  private let owner: (any AnyObject & Sendable)?

  /// Allocates `byteCount` bytes, aligned for vector loads, and lets `initialize` fill them.
  public init(byteCount: Int, initialize: (UnsafeMutableRawBufferPointer) -> Void) {
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: byteCount, alignment: 64)
    initialize(memory)
    bytes = UnsafeRawBufferPointer(memory)
    owner = nil
  }

  /// Borrows bytes that stay valid and unchanged as long as `owner` lives.
  public init(borrowing bytes: UnsafeRawBufferPointer, owner: any AnyObject & Sendable) {
    self.bytes = bytes
    self.owner = owner
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
}
