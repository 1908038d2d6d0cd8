import Files

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What an interrupted run leaves behind: nothing.
enum Interruption {
  /// Removes unfinished files when the process is asked to end, and then ends as asked.
  ///
  /// A thread waits for the signals, because a handler may neither lock nor allocate. A signal that
  /// is ignored from outside, as under `nohup`, stays ignored.
  static func install() {
    // A file that reaches its limit is an error like a full disk.
    signal(SIGXFSZ, SIG_IGN)
    var signals = watched
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    var thread = pthread_t()
    pthread_create(
      &thread, nil,
      { _ in
        Interruption.wait()
        return nil
      }, nil)
  }

  private static let watched: sigset_t = {
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in [SIGINT, SIGTERM, SIGHUP] where !isIgnored(number) { sigaddset(&signals, number) }
    return signals
  }()

  private static func isIgnored(_ number: Int32) -> Bool {
    // Function pointers are not comparable in Swift, their bits are.
    var action = sigaction()
    sigaction(number, nil, &action)
    return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
      == unsafeBitCast(SIG_IGN, to: Int.self)
  }

  private static func wait() {
    var signals = watched
    var number: Int32 = 0
    guard sigwait(&signals, &number) == 0 else { return }
    TemporaryFiles.shared.removeAll()
    signal(number, SIG_DFL)
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    raise(number)
  }
}
