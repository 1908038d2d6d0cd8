import Glibc

/// How much memory can be had, asked before it is needed: Swift ends the process where an allocation
/// fails.
enum MemoryCheck {
  /// What the machine has, or less where the process is limited, in bytes.
  static var limit: Int {
    let (pages, isHuge) = sysconf(Int32(_SC_PHYS_PAGES)).multipliedReportingOverflow(
      by: sysconf(Int32(_SC_PAGESIZE)))
    let all = isHuge ? Int.max : pages
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0 else { return all }
    return min(all, Int(clamping: limit.rlim_cur))
  }

  /// Whether the system gives so many bytes now: what is in use counts, too.
  static func canHold(_ byteCount: Int) -> Bool {
    guard byteCount > 0 else { return true }
    guard byteCount <= limit,
      let start = mmap(
        nil, byteCount, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
      start != MAP_FAILED
    else { return false }
    munmap(start, byteCount)
    return true
  }
}
