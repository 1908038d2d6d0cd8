import Foundation
import Synchronization

/// Ordinary threads.
enum Threads {
  /// Does something with each element in a thread of its own, and waits.
  static func map<Element: Sendable, Result: Sendable>(
    _ elements: [Element], _ body: @escaping @Sendable (Element) -> Result
  ) -> [Result] {
    let results = Shelf<Result>(count: elements.count)
    let group = DispatchGroup()
    for (index, element) in elements.enumerated() {
      group.enter()
      Thread.detachNewThread {
        results.put(body(element), at: index)
        group.leave()
      }
    }
    group.wait()
    return results.all
  }

  private final class Shelf<Result: Sendable>: Sendable {
    private let places: Mutex<[Result?]>

    init(count: Int) { places = Mutex(Array(repeating: nil, count: count)) }

    func put(_ result: Result, at index: Int) { places.withLock { $0[index] = result } }

    var all: [Result] { places.withLock { $0.compactMap { $0 } } }
  }
}
