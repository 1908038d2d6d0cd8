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

  /// A temporary file, open for writing.
  struct File: Sendable {
    let descriptor: Int32
    let path: String
  }

  private struct State {
    var paths: Set<String> = []
    var isClosed = false
  }

  private let state = Mutex(State())

  /// Creates a file in the folder of `target`, in one step with its registration.
  ///
  /// - Parameter path: what errors call the target.
  func create(beside target: String, for path: String) throws(FileError) -> File {
    let (file, code) = state.withLock { state -> (File?, Int32) in
      guard !state.isClosed else { return (nil, ECANCELED) }
      var template = Array("\(target).XXXXXX".utf8CString)
      let descriptor = mkstemp(&template)
      guard descriptor >= 0 else { return (nil, errno) }
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
      let path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
      state.paths.insert(path)
      return (File(descriptor: descriptor, path: path), 0)
    }
    guard let file else { throw FileError(kind: .unwritable, path: path, errno: code) }
    return file
  }

  /// Takes a file out of the register; it was renamed or removed.
  func forget(_ file: File) { state.withLock { _ = $0.paths.remove(file.path) } }

  /// Removes every temporary file and lets no more be created, just before the process ends.
  public func removeAll() {
    state.withLock { state in
      for path in state.paths { unlink(path) }
      state = State(isClosed: true)
    }
  }
}
