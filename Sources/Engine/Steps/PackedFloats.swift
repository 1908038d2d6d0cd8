/// Constant floats in a kernel's own order.
final class PackedFloats: Sendable {
  nonisolated(unsafe) let pointer: UnsafePointer<Float>

  init(count: Int, initialize: (UnsafeMutablePointer<Float>) -> Void) {
    let bytes = UnsafeMutableRawPointer.allocate(
      byteCount: max(count, 1) * MemoryLayout<Float>.stride, alignment: 64)
    let floats = bytes.bindMemory(to: Float.self, capacity: count)
    floats.initialize(repeating: 0, count: count)
    initialize(floats)
    pointer = UnsafePointer(floats)
  }

  deinit { UnsafeMutablePointer(mutating: pointer).deallocate() }
}
