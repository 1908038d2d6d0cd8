import Glibc

/// Waiting.
enum Pause {
  /// Holds the thread for a while.
  static func sleep(_ duration: Duration) {
    var rest = timespec(
      tv_sec: Int(duration.components.seconds),
      tv_nsec: Int(duration.components.attoseconds / 1_000_000_000))
    var left = timespec()
    while nanosleep(&rest, &left) != 0, errno == EINTR { rest = left }
  }
}
