import Glibc

/// The signal that ends a process which writes to a connection that the other end has closed.
enum PipeSignal {
  /// Does something, keeping the signal away from it.
  ///
  /// OpenSSL under libcurl before 7.87 writes in a way that raises it. It comes to the thread that
  /// writes, so only that one holds it back; elsewhere it means what it always does, as when output
  /// goes to a command that has ended.
  static func held<Result>(_ body: () -> Result) -> Result {
    var pipe = sigset_t()
    var before = sigset_t()
    var pending = sigset_t()
    sigemptyset(&pipe)
    sigaddset(&pipe, SIGPIPE)
    sigpending(&pending)
    pthread_sigmask(SIG_BLOCK, &pipe, &before)
    let result = body()
    if sigismember(&pending, SIGPIPE) == 0 {
      var now = timespec()
      while sigtimedwait(&pipe, nil, &now) == -1, errno == EINTR {}
    }
    pthread_sigmask(SIG_SETMASK, &before, nil)
    return result
  }
}
