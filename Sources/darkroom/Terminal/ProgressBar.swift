import Synchronization
import Text
import Glibc

/// A line on standard error that tells how far work is and how long it will take, on a terminal.
///
/// It is drawn over itself at most ten times a second and leaves nothing behind.
final class ProgressBar: Sendable {
  private struct State {
    var stage = ""
    var started = ContinuousClock.now
    var drawn: ContinuousClock.Instant?
  }

  private let state = Mutex(State())
  private static let pause = Duration.milliseconds(100)
  private static let cells = 30

  /// Lends work a bar where there is a terminal to draw it on and `NO_COLOR` is not set.
  static func shown<Result, Failure>(
    unless isQuiet: Bool, _ work: (ProgressBar?) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let isPlain = getenv("NO_COLOR").map { $0.pointee != 0 } ?? false
    guard !isQuiet, !isPlain, isatty(2) == 1 else { return try work(nil) }
    let bar = ProgressBar()
    defer { bar.clear() }
    return try work(bar)
  }

  /// Tells how much of a stage of the work is done; from any thread.
  func update(stage: String, done: Int, count: Int) {
    state.withLock { state in
      let now = ContinuousClock.now
      if stage != state.stage { state = State(stage: stage, started: now) }
      if let drawn = state.drawn, now - drawn < ProgressBar.pause { return }
      state.drawn = now
      draw(ProgressBar.line(stage, done, count, elapsed: now - state.started))
    }
  }

  /// Removes the line.
  private func clear() {
    state.withLock { state in
      if state.drawn != nil { draw("") }
      state = State()
    }
  }

  private func draw(_ line: String) { Console.redraw(line, columns: ProgressBar.width) }

  private static func line(
    _ stage: String, _ done: Int, _ count: Int, elapsed: Duration
  ) -> String {
    let full = count > 0 ? min(cells * done / count, cells) : 0
    var line = "\(stage) [\(String(repeating: "#", count: full))"
    line += "\(String(repeating: ".", count: cells - full))] \(done)/\(count)"
    guard done > 0 else { return line }
    let left = elapsed * (count - done) / done
    let seconds = left.components.seconds
    let rest = seconds % 60
    return line + "  \(seconds / 60):\(rest < 10 ? "0" : "")\(rest) left"
  }

  /// The columns of the terminal, less one, so that the line never wraps.
  private static var width: Int {
    var size = winsize()
    let isKnown = ioctl(2, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    return (isKnown ? Int(size.ws_col) : 80) - 1
  }
}
