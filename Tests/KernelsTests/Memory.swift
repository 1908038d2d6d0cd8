import Glibc

/// Numbers in pages of their own, the last followed by a page that cannot be touched: a kernel that
/// reads or writes beyond the end does not survive it.
final class Memory {
  /// Where numbers were put.
  struct Place<Element: BitwiseCopyable> {
    let pointer: UnsafeMutablePointer<Element>
    let count: Int

    /// The numbers as they are now.
    var elements: [Element] { Array(UnsafeBufferPointer(start: pointer, count: count)) }
  }

  private var regions: [(start: UnsafeMutableRawPointer, size: Int)] = []

  /// Lends memory that lasts until `body` is done.
  static func use<Result>(_ body: (Memory) throws -> Result) rethrows -> Result {
    let memory = Memory()
    defer { for region in memory.regions { munmap(region.start, region.size) } }
    return try body(memory)
  }

  /// Puts numbers into pages of their own.
  func place<Element: BitwiseCopyable>(_ elements: [Element]) -> Place<Element> {
    let page = Int(sysconf(Int32(_SC_PAGESIZE)))
    let bytes = elements.count * MemoryLayout<Element>.stride
    let readable = (bytes + page - 1) / page * page
    guard
      let start = mmap(
        nil, readable + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
      start != MAP_FAILED
    else { fatalError("no memory for a test") }
    regions.append((start, readable + page))
    mprotect(start + readable, page, PROT_NONE)
    let pointer = (start + readable - bytes).bindMemory(
      to: Element.self, capacity: elements.count)
    pointer.initialize(from: elements, count: elements.count)
    return Place(pointer: pointer, count: elements.count)
  }
}
