import AsyncHTTPClient
import Dispatch
import NIOCore
import NIOHTTP1
import Synchronization

/// Hands what a server answers from the event loop to the thread that waits for it.
///
/// Each part is held back until the one before was used, so that memory stays constant and a slow
/// disk slows down the server.
final class Exchange: HTTPClientResponseDelegate {
  typealias Response = Void

  /// What happens, in this order.
  enum Event: Sendable {
    case head(HTTPResponseHead)
    case body(ByteBuffer)
    case end
    case failure(any Error)
  }

  private struct State {
    var events: [Event] = []
    /// Kept by the event loop until the part in use is done with.
    var release: EventLoopPromise<Void>?
    var isOver = false
  }

  private let state = Mutex(State())
  private let arrivals = DispatchSemaphore(value: 0)

  /// Waits for the next event, which ends the use of the one before; nil when none comes in time.
  func next(within timeout: Duration) -> Event? {
    release()
    guard arrivals.wait(timeout: .now() + timeout.interval) == .success else { return nil }
    return state.withLock { $0.events.removeFirst() }
  }

  /// Ends the use of everything.
  func finish() {
    state.withLock { $0.isOver = true }
    release()
  }

  private func release() {
    let promise = state.withLock { state in
      let promise = state.release
      state.release = nil
      return promise
    }
    promise?.succeed()
  }

  private func put(_ event: Event) {
    state.withLock { $0.events.append(event) }
    arrivals.signal()
  }

  private func put(_ event: Event, on loop: any EventLoop) -> EventLoopFuture<Void> {
    let future = state.withLock { state -> EventLoopFuture<Void>? in
      guard !state.isOver else { return nil }
      let promise = loop.makePromise(of: Void.self)
      state.release = promise
      state.events.append(event)
      return promise.futureResult
    }
    guard let future else { return loop.makeSucceededVoidFuture() }
    arrivals.signal()
    return future
  }

  // MARK: What the client calls

  func didReceiveHead(
    task: HTTPClient.Task<Void>, _ head: HTTPResponseHead
  ) -> EventLoopFuture<Void> { put(.head(head), on: task.eventLoop) }

  func didReceiveBodyPart(
    task: HTTPClient.Task<Void>, _ buffer: ByteBuffer
  ) -> EventLoopFuture<Void> { put(.body(buffer), on: task.eventLoop) }

  func didFinishRequest(task: HTTPClient.Task<Void>) { put(.end) }

  func didReceiveError(task: HTTPClient.Task<Void>, _ error: any Error) { put(.failure(error)) }
}

extension Duration {
  /// For the clocks of Dispatch.
  fileprivate var interval: DispatchTimeInterval {
    .microseconds(Int(components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000))
  }
}
