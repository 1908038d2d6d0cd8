import Engine
import Synchronization

/// Does independent pieces of work on several threads, each with a state of its own.
///
/// What a piece of work gives must not depend on the thread: results come in the order of the
/// pieces, states in no order that means anything.
struct Workers {
  let pool: ThreadPool
  /// Told how many pieces are done, from any thread.
  var progress: (@Sendable (Int) -> Void)?

  init(threads: Int, progress: (@Sendable (Int) -> Void)? = nil) {
    pool = ThreadPool(count: threads)
    self.progress = progress
  }

  /// Does `count` pieces of work.
  ///
  /// - Throws: what the first piece in order threw.
  func map<State, Result>(
    _ count: Int, state: () throws(QuantizationError) -> State,
    _ body: (inout State, Int) throws(QuantizationError) -> Result
  ) throws(QuantizationError) -> (results: [Result], states: [State]) {
    var states: [State] = []
    for _ in 0..<pool.count { states.append(try state()) }
    var slots: [Swift.Result<Result, QuantizationError>?] = Array(repeating: nil, count: count)
    let done = Atomic(0)
    states.withUnsafeMutableBufferPointer { states in
      slots.withUnsafeMutableBufferPointer { slots in
        nonisolated(unsafe) let (states, slots) = (states, slots)
        pool.forEach(count, run: 1) { thread, pieces in
          for piece in pieces {
            do throws(QuantizationError) {
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
}
