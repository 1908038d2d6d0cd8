/// Constant whole numbers at an address of their own.
final class PackedIntegers: Sendable {
  nonisolated(unsafe) let pointer: UnsafePointer<Int32>

  init(_ numbers: [Int32]) {
    let copy = UnsafeMutablePointer<Int32>.allocate(capacity: max(numbers.count, 1))
    copy.initialize(repeating: 0, count: max(numbers.count, 1))
    for (index, number) in numbers.enumerated() { copy[index] = number }
    pointer = UnsafePointer(copy)
  }

  deinit { UnsafeMutablePointer(mutating: pointer).deallocate() }
}
