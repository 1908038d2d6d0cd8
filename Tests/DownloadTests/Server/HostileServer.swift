import Foundation
import Synchronization

/// A web server on this machine that does what a test tells it, however wrong that is.
///
/// Each connection has a thread and takes one request.
final class HostileServer: Sendable {
  typealias Handler = @Sendable (_ request: ServedRequest, _ connection: ServedConnection) -> Void

  let port: Int
  private let listener: Int32
  private let handler: Handler
  private let isMute: Bool
  private let received = Mutex<[ServedRequest]>([])

  /// Starts to listen.
  ///
  /// - Parameter isMute: whether it takes connections and neither reads nor answers.
  init(isMute: Bool = false, _ handler: @escaping Handler) throws {
    self.handler = handler
    self.isMute = isMute
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | 0o2000000, 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let code = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address -> Int32 in
        guard bind(descriptor, address, length) == 0, listen(descriptor, 128) == 0 else {
          return errno
        }
        return getsockname(descriptor, address, &length) == 0 ? 0 : errno
      }
    }
    guard code == 0 else { throw ServerError(code: code) }
    listener = descriptor
    port = Int(UInt16(bigEndian: address.sin_port))
    Thread.detachNewThread { [weak self] in
      while true {
        let connection = accept(descriptor, nil, nil)
        guard connection >= 0 else { return }
        guard let self else {
          close(connection)
          return
        }
        Thread.detachNewThread { self.serve(ServedConnection(connection)) }
      }
    }
  }

  deinit {
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
  }

  /// What was asked so far.
  var requests: [ServedRequest] { received.withLock { $0 } }

  /// The address of a path.
  func url(_ path: String = "/file") -> String { "http://127.0.0.1:\(port)\(path)" }

  private func serve(_ connection: ServedConnection) {
    defer { connection.end() }
    guard !isMute else { return connection.stall() }
    guard var request = connection.request() else { return }
    received.withLock { received in
      request.number = received.count
      received.append(request)
    }
    handler(request, connection)
  }
}

/// The system gave no socket.
struct ServerError: Error {
  let code: Int32
}
