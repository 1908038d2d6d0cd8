import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The temporary files that exist now, so that an interrupted run can remove them.
public final class TemporaryFiles: Sendable {
  /// The process's register.
  public static let shared = TemporaryFiles()

  private let paths = Mutex<Set<String>>([])

  func insert(_ path: String) { paths.withLock { _ = $0.insert(path) } }
  func remove(_ path: String) { paths.withLock { _ = $0.remove(path) } }

  /// Removes every temporary file; for the handler of an interrupt, just before the process ends.
  public func removeAll() {
    paths.withLock { paths in
      for path in paths { unlink(path) }
      paths.removeAll()
    }
  }
}
