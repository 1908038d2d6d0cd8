/// The memory a plan runs in: the arena and the caller's inputs. Only pointers; whoever owns them
/// keeps them alive while the plan runs.
struct Memory: @unchecked Sendable {
  let arena: UnsafeMutableRawPointer
  /// The start of each buffer, in bytes from the arena's.
  let bufferOffsets: [Int]
  let inputs: [UnsafeRawPointer]
  /// Memory of the thread's own, as much as the step asks for.
  let scratch: UnsafeMutableRawPointer

  /// The first element of a value that is read.
  func read<Element>(_ location: Location, as _: Element.Type = Element.self)
    -> UnsafePointer<Element>
  {
    let start: UnsafeRawPointer
    switch location.memory {
    case .buffer(let index): start = UnsafeRawPointer(arena + bufferOffsets[index])
    case .input(let index): start = inputs[index]
    case .constant(let buffer):
      // Constants are kept alive by the location itself and have at least one element.
      start = buffer.withUnsafeBytes { $0.baseAddress ?? UnsafeRawPointer(arena) }
    }
    return (start + location.byteOffset).assumingMemoryBound(to: Element.self)
  }

  /// The first element of a value that is computed, which is always in the arena.
  func write<Element>(_ location: Location, as _: Element.Type = Element.self)
    -> UnsafeMutablePointer<Element>
  {
    let offset = location.buffer.map { bufferOffsets[$0] } ?? 0
    return (arena + offset + location.byteOffset).assumingMemoryBound(to: Element.self)
  }
}
