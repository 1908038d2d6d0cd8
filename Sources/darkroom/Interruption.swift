import Files

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What an interrupted run leaves behind: nothing.
enum Interruption {
  /// Removes unfinished files when the process is asked to end.
  static func install() {
    for signal in [SIGINT, SIGTERM, SIGHUP] {
      Glibc.signal(signal) { number in
        TemporaryFiles.shared.removeAll()
        _exit(128 + number)
      }
    }
  }
}
