import Synchronization

/// Does independent pieces of work on several threads, each with a state of its own.
///
/// What a piece of work gives must not depend on the thread: results come in the order of the
/// pieces, states in no order that means anything.
public struct Workers: Sendable {
  /// The threads.
  public let pool: ThreadPool
  /// Told how many pieces are done, from any thread.
  public var progress: (@Sendable (Int) -> Void)?

  /// Starts threads; nothing is done yet.
  public init(threads: Int, progress: (@Sendable (Int) -> Void)? = nil) {
    pool = ThreadPool(count: threads)
    self.progress = progress
  }

  /// Shares threads that there are.
  public init(_ pool: ThreadPool) {
    self.pool = pool
  }

  /// Does `count` pieces of work.
  ///
  /// - Parameters:
  ///   - state: makes what one thread needs; called once for each.
  ///   - body: does one piece, counted from 0.
  /// - Throws: what the first piece in order threw.
  public func map<State, Result, Failure>(
    _ count: Int, state: () throws(Failure) -> State,
    _ body: (inout State, Int) throws(Failure) -> Result
  ) throws(Failure) -> (results: [Result], states: [State]) {
    var states: [State] = []
    for _ in 0..<pool.count { states.append(try state()) }
    var slots: [Swift.Result<Result, Failure>?] = Array(repeating: nil, count: count)
    let done = Atomic(0)
    states.withUnsafeMutableBufferPointer { states in
      slots.withUnsafeMutableBufferPointer { slots in
        nonisolated(unsafe) let (states, slots) = (states, slots)
        pool.forEach(count, run: 1) { thread, pieces in
          for piece in pieces {
            do throws(Failure) {
              slots[piece] = .success(try body(&states[thread], piece))
            } catch {
              slots[piece] = .failure(error)
            }
            progress?(done.add(1, ordering: .relaxed).newValue)
          }
        }
      }
    }
    var results: [Result] = []
    for slot in slots { if let slot { results.append(try slot.get()) } }
    return (results, states)
  }

  /// Does `count` pieces of work that need no state; the results come in their order.
  ///
  /// - Parameter body: does one piece, counted from 0.
  public func map<Result>(_ count: Int, _ body: (Int) -> Result) -> [Result] {
    map(count, state: { () throws(Never) in }) { _, piece throws(Never) in body(piece) }.results
  }
}
