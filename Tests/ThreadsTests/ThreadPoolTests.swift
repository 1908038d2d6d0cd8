import Synchronization
import Testing
import Threads

struct ThreadPoolTests {
  @Test("Every piece of work is done once, and results come in order, on any number of threads")
  func everyPieceIsDoneOnce() {
    for threads in [0, 1, 2, 7] {
      for pieces in [0, 1, 2, 100] {
        let done = Mutex([Int](repeating: 0, count: pieces))
        let results = Workers(threads: threads).map(pieces) { piece in
          done.withLock { $0[piece] += 1 }
          return piece * piece
        }
        #expect(results == (0..<pieces).map { $0 * $0 }, "\(threads) threads, \(pieces) pieces")
        #expect(done.withLock { $0.allSatisfy { $0 == 1 } }, "\(threads) threads, \(pieces) pieces")
      }
    }
  }
}
