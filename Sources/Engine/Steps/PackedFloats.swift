import Kernels

/// Constant floats in a kernel's own order.
final class PackedFloats: Sendable {
  nonisolated(unsafe) let pointer: UnsafePointer<Float>

  init(count: Int, initialize: (UnsafeMutablePointer<Float>) -> Void) {
    let bytes = UnsafeMutableRawPointer.allocate(
      byteCount: count * MemoryLayout<Float>.stride + dk_slack, alignment: 64)
    let floats = bytes.bindMemory(to: Float.self, capacity: count + 16)
    floats.initialize(repeating: 0, count: count + 16)
    initialize(floats)
    pointer = UnsafePointer(floats)
  }

  deinit { UnsafeMutablePointer(mutating: pointer).deallocate() }
}
