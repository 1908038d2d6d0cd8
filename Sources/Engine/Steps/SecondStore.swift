import Graph
import Kernels

/// How sums are stored once more, and added to what was stored first.
struct SecondStore {
  var factors: SumFactors
  var zeroPoint: Int32
  /// What the operands of the addition stand for.
  var firstRead: dk_quantization
  var secondRead: dk_quantization
  /// How the sum is stored.
  var y: dk_quantization
}

/// The same at an address of its own.
final class PackedSecondStore: Sendable {
  nonisolated(unsafe) let pointer: UnsafePointer<dk_second_store>
  private let factors: PackedFactors

  init(_ store: SecondStore) {
    factors = PackedFactors(store.factors)
    let copy = UnsafeMutablePointer<dk_second_store>.allocate(capacity: 1)
    copy.initialize(
      to: dk_second_store(
        scale: factors.scales?.pointer, zero_point: store.zeroPoint, first_read: store.firstRead,
        second_read: store.secondRead, y: store.y))
    pointer = UnsafePointer(copy)
  }

  deinit { UnsafeMutablePointer(mutating: pointer).deallocate() }
}
