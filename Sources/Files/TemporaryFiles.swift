import Glibc
import Synchronization

/// The temporary files that exist now, so that a run that ends before its time can remove them.
///
/// Signal handlers read it, at any moment and in any thread, so it has neither a lock nor memory that
/// comes and goes: names lie in a list of places that only grows, and whoever takes a name out of
/// its place owns it.
public final class TemporaryFiles: @unchecked Sendable {
  /// The process's register.
  public static let shared = TemporaryFiles()

  /// A temporary file, open for writing.
  struct File: @unchecked Sendable {
    let descriptor: Int32
    let path: String
    fileprivate let place: UnsafeMutablePointer<Place>
  }

  /// Room for the name of one file.
  fileprivate struct Place: ~Copyable {
    let name: Atomic<UnsafeMutablePointer<CChar>?>
    var next: UnsafeMutablePointer<Place>?
  }

  private let places = Atomic<UnsafeMutablePointer<Place>?>(nil)
  /// How many files are made but not registered yet.
  private let unregistered = Atomic(0)
  private let isClosed = Atomic(false)

  /// Creates a file in the folder of `target` and registers it; no signal comes between.
  ///
  /// - Parameter path: what errors call the target.
  func create(beside target: String, for path: String) throws(FileError) -> File {
    try PathText.checkIsUTF8(target)
    let signals = BlockedSignals()
    unregistered.add(1, ordering: .sequentiallyConsistent)
    defer {
      unregistered.subtract(1, ordering: .sequentiallyConsistent)
      signals.restore()
    }
    guard !isClosed.load(ordering: .sequentiallyConsistent) else {
      throw FileError(kind: .unwritable, path: path, errno: ECANCELED)
    }
    while true {
      guard let name = strdup("\(target).XXXXXX") else {
        throw FileError(kind: .unwritable, path: path, errno: ENOMEM)
      }
      let descriptor = mkstemp(name)
      if descriptor >= 0 {
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        return File(descriptor: descriptor, path: String(cString: name), place: register(name))
      }
      let code = errno
      free(name)
      // mkstemp has used up the pattern, so it cannot simply be called again.
      guard code == EINTR else { throw FileError(kind: .unwritable, path: path, errno: code) }
    }
  }

  /// Takes a file out of the register; it was renamed or removed.
  func forget(_ file: File) {
    free(file.place.pointee.name.exchange(nil, ordering: .acquiringAndReleasing))
  }

  /// Removes every temporary file and lets no more be created, just before the process ends; also
  /// from within a signal handler.
  public func removeAll() {
    isClosed.store(true, ordering: .sequentiallyConsistent)
    // Other threads may be about to register what they have just made; that takes microseconds.
    var pause = timespec(tv_sec: 0, tv_nsec: 1_000_000)
    for _ in 0..<200 where unregistered.load(ordering: .sequentiallyConsistent) > 0 {
      nanosleep(&pause, nil)
    }
    removeRegistered()
  }

  /// Makes everything that `removeAll` needs, which a signal handler may not.
  public func prepare() { removeRegistered() }

  private func removeRegistered() {
    var place = places.load(ordering: .acquiring)
    while let here = place {
      // Not freed: this may be a signal handler.
      if let name = here.pointee.name.exchange(nil, ordering: .acquiringAndReleasing) {
        unlink(name)
      }
      place = here.pointee.next
    }
  }

  /// Puts a name into a free place, or into a new one.
  private func register(_ name: UnsafeMutablePointer<CChar>) -> UnsafeMutablePointer<Place> {
    var place = places.load(ordering: .acquiring)
    while let here = place {
      let (isTaken, _) = here.pointee.name.compareExchange(
        expected: nil, desired: name, ordering: .acquiringAndReleasing)
      if isTaken { return here }
      place = here.pointee.next
    }
    let new = UnsafeMutablePointer<Place>.allocate(capacity: 1)
    var first = places.load(ordering: .acquiring)
    new.initialize(to: Place(name: Atomic(name), next: first))
    while true {
      let (isFirst, now) = places.compareExchange(
        expected: first, desired: new, ordering: .acquiringAndReleasing)
      if isFirst { return new }
      first = now
      new.pointee.next = now
    }
  }
}

/// The calling thread without signals.
private struct BlockedSignals {
  private var before = sigset_t()

  init() {
    var all = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_BLOCK, &all, &before)
  }

  func restore() {
    var before = before
    pthread_sigmask(SIG_SETMASK, &before, nil)
  }
}

extension TemporaryFiles.File {
  /// Appends bytes.
  ///
  /// - Parameter path: what errors call the file.
  func append(_ bytes: UnsafeRawBufferPointer, for path: String) throws(FileError) {
    var rest = bytes
    while let start = rest.baseAddress, rest.count > 0 {
      let written = uninterrupted { write(descriptor, start, rest.count) }
      guard written >= 0 else { throw FileError(kind: .unwritable, path: path, errno: errno) }
      rest = UnsafeRawBufferPointer(rebasing: rest[written...])
    }
  }

  /// Gives the file, which mkstemp makes private, the permissions of any new file.
  func makeOrdinary() {
    let mask = umask(0)
    umask(mask)
    fchmod(descriptor, 0o666 & ~mask)
  }
}
