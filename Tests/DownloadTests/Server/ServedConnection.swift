import Foundation
import Synchronization

/// A connection to the server.
final class ServedConnection: Sendable {
  private let descriptor: Int32
  private let isClosed = Mutex(false)

  init(_ descriptor: Int32) { self.descriptor = descriptor }

  /// Reads the head of a request.
  func request() -> ServedRequest? {
    var bytes: [UInt8] = []
    let end = Array("\r\n\r\n".utf8)
    var byte: UInt8 = 0
    while bytes.suffix(4) != end[...] {
      guard recv(descriptor, &byte, 1, 0) == 1 else { return nil }
      // The beginning of a TLS handshake, of which it understands nothing.
      if bytes.isEmpty, byte == 0x16 {
        answer(400)
        return nil
      }
      bytes.append(byte)
    }
    return ServedRequest(String(decoding: bytes, as: UTF8.self))
  }

  /// Sends bytes; whether all went out.
  @discardableResult
  func send(_ bytes: some Sequence<UInt8>) -> Bool {
    let all = Array(bytes)
    var sent = 0
    while sent < all.count {
      let count = all.withUnsafeBytes { buffer in
        Foundation.send(
          descriptor, buffer.baseAddress?.advanced(by: sent), all.count - sent,
          Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }

  /// Sends the head of an answer.
  func head(_ status: Int, _ headers: [String: String]) {
    let lines = headers.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)\r\n" }
    send("HTTP/1.1 \(status) Whatever\r\n\(lines.joined())Connection: close\r\n\r\n".utf8)
  }

  /// Sends a whole answer.
  func answer(_ status: Int, _ headers: [String: String] = [:], _ body: [UInt8] = []) {
    var headers = headers
    if headers["Content-Length"] == nil { headers["Content-Length"] = "\(body.count)" }
    head(status, headers)
    send(body)
  }

  /// Waits until the client has gone, at most ten seconds.
  func stall() {
    let isHungUp: Int16 = 0x2000  // POLLRDHUP, which the C library's module hides
    var entry = pollfd(fd: descriptor, events: isHungUp, revents: 0)
    _ = poll(&entry, 1, 10_000)
  }

  /// Passes bytes to and fro between the client and another server of this machine.
  func tunnel(to port: Int) {
    let other = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    address.sin_port = UInt16(port).bigEndian
    let isConnected = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        connect(other, address, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
    guard isConnected else { return }
    send("HTTP/1.1 200 Connection established\r\n\r\n".utf8)
    let ends = [(descriptor, other), (other, descriptor)]
    _ = Threads.map(ends) { source, target in
      var buffer = [UInt8](repeating: 0, count: 1 << 14)
      while true {
        let count = recv(source, &buffer, buffer.count, 0)
        guard count > 0 else { break }
        _ = Foundation.send(target, buffer, count, Int32(MSG_NOSIGNAL))
      }
      shutdown(target, Int32(SHUT_WR))
    }
    close(other)
  }

  /// Breaks the connection, such that the client is told (RST).
  func reset() {
    var option = linger(l_onoff: 1, l_linger: 0)
    setsockopt(
      descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    end()
  }

  /// Closes it.
  func end() {
    let isFirst = isClosed.withLock { isClosed in
      defer { isClosed = true }
      return !isClosed
    }
    guard isFirst else { return }
    close(descriptor)
  }
}
