import Testing
@testable import Download
import Glibc

/// A server that is gone does not end the process.
struct PipeSignalTests {
  @Test("Writing to a closed connection fails without a signal")
  func aWriteToAClosedConnectionOnlyFails() {
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    close(ends[0])
    let code = PipeSignal.held { write(ends[1], "x", 1) < 0 ? errno : 0 }
    #expect(code == EPIPE)
    // Nothing is left that would come later.
    var pending = sigset_t()
    sigpending(&pending)
    #expect(sigismember(&pending, SIGPIPE) == 0)
    close(ends[1])
  }
}
