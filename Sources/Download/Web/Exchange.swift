import AsyncHTTPClient
import Dispatch
import NIOCore
import NIOHTTP1
import Synchronization

/// Hands what a server answers from the event loop to the thread that waits for it.
///
/// A few parts wait in between; when these are many, the server is slowed down, so that memory stays
/// constant. They have to wait here and not in the client, which throws away what it has when a
/// connection breaks: a server that breaks each soon would never get anywhere.
final class Exchange: HTTPClientResponseDelegate {
  typealias Response = Void

  /// What happens, in this order.
  enum Event: Sendable {
    case head(HTTPResponseHead)
    case body(ByteBuffer)
    case end
    case failure(any Error)
  }

  /// How many bytes may wait.
  private static let room = 1 << 20

  private struct State {
    var events: [Event] = []
    /// How many bytes of bodies the events hold.
    var waiting = 0
    /// What the event loop waits for while there is no room.
    var release: EventLoopPromise<Void>?
    var isOver = false
  }

  private let state = Mutex(State())
  private let arrivals = DispatchSemaphore(value: 0)

  /// Waits for the next event; nil when none comes in time.
  func next(within timeout: Duration) -> Event? {
    guard arrivals.wait(timeout: .now() + timeout.interval) == .success else { return nil }
    let (event, promise) = state.withLock { state in
      let event = state.events.removeFirst()
      if case .body(let buffer) = event { state.waiting -= buffer.readableBytes }
      return (event, state.waiting < Exchange.room ? state.release.take() : nil)
    }
    promise?.succeed()
    return event
  }

  /// Lets go of everything.
  func finish() {
    let promise = state.withLock { state in
      state.isOver = true
      state.events = []
      return state.release.take()
    }
    promise?.succeed()
  }

  private func put(_ event: Event) {
    state.withLock { $0.events.append(event) }
    arrivals.signal()
  }

  /// - Returns: what the event loop has to wait for before more comes.
  private func put(_ body: ByteBuffer, on loop: any EventLoop) -> EventLoopFuture<Void> {
    let future = state.withLock { state -> EventLoopFuture<Void>? in
      guard !state.isOver else { return nil }
      state.events.append(.body(body))
      state.waiting += body.readableBytes
      guard state.waiting >= Exchange.room else { return nil }
      let promise = loop.makePromise(of: Void.self)
      state.release = promise
      return promise.futureResult
    }
    arrivals.signal()
    return future ?? loop.makeSucceededVoidFuture()
  }

  // MARK: What the client calls

  func didReceiveHead(
    task: HTTPClient.Task<Void>, _ head: HTTPResponseHead
  ) -> EventLoopFuture<Void> {
    put(.head(head))
    return task.eventLoop.makeSucceededVoidFuture()
  }

  func didReceiveBodyPart(
    task: HTTPClient.Task<Void>, _ buffer: ByteBuffer
  ) -> EventLoopFuture<Void> { put(buffer, on: task.eventLoop) }

  func didFinishRequest(task: HTTPClient.Task<Void>) { put(.end) }

  func didReceiveError(task: HTTPClient.Task<Void>, _ error: any Error) { put(.failure(error)) }
}

extension Duration {
  /// For the clocks of Dispatch.
  fileprivate var interval: DispatchTimeInterval {
    .microseconds(Int(components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000))
  }
}
