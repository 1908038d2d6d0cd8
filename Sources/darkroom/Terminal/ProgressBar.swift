import Synchronization
import Text

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
    guard !isQuiet, Terminal(2)?.isRich ?? false else { return try work(nil) }
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

  private func draw(_ line: String) {
    // The width may change while work is done; a line that wraps could not be drawn over.
    Console.redraw(line, columns: (Terminal(2)?.columns ?? 80) - 1)
  }

  private static func line(
    _ stage: String, _ done: Int, _ count: Int, elapsed: Duration
  ) -> String {
    let full = count > 0 ? min(cells * done / count, cells) : 0
    var line = "\(stage) [\(String(repeating: "#", count: full))"
    line += "\(String(repeating: ".", count: cells - full))] \(short(done))/\(short(count))"
    let (seconds, attoseconds) = elapsed.components
    let time = Double(seconds) + Double(attoseconds) / 1e18
    guard done > 0, time > 0 else { return line }
    let rate = Double(done) / time
    let left = Int(Double(count - done) / rate)
    let rest = left % 60
    return line + "  \(short(rate))/s  \(left / 60):\(rest < 10 ? "0" : "")\(rest) left"
  }

  /// A number of few digits: bytes are counted in millions.
  private static func short(_ number: Int) -> String {
    number < 1_000_000 ? "\(number)" : short(Double(number))
  }

  private static func short(_ number: Double) -> String {
    var (number, unit) = (number, "")
    for larger in ["k", "M", "G", "T"] where number >= 10_000 || (unit != "" && number >= 1000) {
      (number, unit) = (number / 1000, larger)
    }
    let tenths = Int((number * 10).rounded())
    return number < 100 ? "\(tenths / 10).\(tenths % 10)\(unit)" : "\((tenths + 5) / 10)\(unit)"
  }
}
