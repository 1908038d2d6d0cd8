import CMalloc

/// How memory that is free is kept.
enum Allocation {
  /// Keeps what was freed for what comes next: of picture after picture, the page faults of memory
  /// that goes back to the system and comes again cost more than decoding some of them.
  static func keepForReuse() {
    mallopt(M_MMAP_THRESHOLD, 1 << 28)
    mallopt(M_TRIM_THRESHOLD, 1 << 30)
  }
}
