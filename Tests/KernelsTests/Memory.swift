import Glibc

/// Numbers in memory of their own, the last of which is followed by a page that cannot be touched:
/// a kernel that reads or writes beyond the end does not survive it.
final class Memory<Element: BitwiseCopyable> {
  private let pages: UnsafeMutableRawPointer
  private let size: Int
  let pointer: UnsafeMutablePointer<Element>
  let count: Int

  init(_ elements: [Element]) {
    count = elements.count
    let page = Int(sysconf(Int32(_SC_PAGESIZE)))
    let bytes = elements.count * MemoryLayout<Element>.stride
    let readable = (bytes + page - 1) / page * page
    size = readable + page
    guard
      let mapped = mmap(
        nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), mapped != MAP_FAILED
    else { fatalError("no memory for a test") }
    pages = mapped
    mprotect(pages + readable, page, PROT_NONE)
    pointer = (pages + readable - bytes).bindMemory(to: Element.self, capacity: elements.count)
    pointer.initialize(from: elements, count: elements.count)
  }

  deinit { munmap(pages, size) }

  /// The numbers as they are now.
  var elements: [Element] { Array(UnsafeBufferPointer(start: pointer, count: count)) }
}
