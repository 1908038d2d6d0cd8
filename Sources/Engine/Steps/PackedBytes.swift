import Kernels

/// Constant bytes in a kernel's own order.
final class PackedBytes: Sendable {
  nonisolated(unsafe) let pointer: UnsafeRawPointer

  init(count: Int, initialize: (UnsafeMutableRawPointer) -> Void) {
    let bytes = UnsafeMutableRawPointer.allocate(byteCount: count + dk_slack, alignment: 64)
    bytes.initializeMemory(as: UInt8.self, repeating: 0, count: count + dk_slack)
    initialize(bytes)
    pointer = UnsafeRawPointer(bytes)
  }

  deinit { UnsafeMutableRawPointer(mutating: pointer).deallocate() }
}
