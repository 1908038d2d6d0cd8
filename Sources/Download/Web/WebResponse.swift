import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// An answer whose head is there and whose body is to come.
struct WebResponse {
  let head: HTTPResponseHead
  /// Whom it is from.
  let address: WebAddress
  let proxy: Proxy?
  private let exchange: Exchange
  private let task: HTTPClient.Task<Void>

  init(
    head: HTTPResponseHead, address: WebAddress, proxy: Proxy?, exchange: Exchange,
    task: HTTPClient.Task<Void>
  ) {
    self.head = head
    self.address = address
    self.proxy = proxy
    self.exchange = exchange
    self.task = task
  }

  var status: Int { Int(head.status.code) }

  /// How many bytes the body is said to have.
  var contentLength: Int? { head.headers.first(name: "content-length").flatMap { Int($0) } }

  /// Whether the end of the body can be told from a broken connection.
  var isFramed: Bool { contentLength != nil || head.headers.contains(name: "transfer-encoding") }

  /// The next piece of the body; nil at its end.
  func next(within timeout: Duration, received: Int) throws(FailureReason) -> ByteBuffer? {
    switch exchange.next(within: timeout) {
    case .body(let buffer): return buffer
    case .end, .head: return nil
    case .failure(let error):
      throw FailureReason(error, address: address, proxy: proxy, received: received)
    case nil: throw .stalled(after: timeout, received: received)
    }
  }

  /// Ends it, whether it is whole or not.
  func close() {
    task.cancel()
    exchange.finish()
  }

  /// How the bytes are encoded; nil where they are as they should be.
  var foreignEncoding: String? {
    let content = head.headers[canonicalForm: "content-encoding"].map { $0.lowercased() }
    let transfer = head.headers[canonicalForm: "transfer-encoding"].map { $0.lowercased() }
    return content.first { $0 != "identity" && !$0.isEmpty } ?? transfer.first { $0 != "chunked" }
  }

  /// Whether it says that it is a page for people.
  var isWebPage: Bool {
    let type = head.headers.first(name: "content-type")?.lowercased() ?? ""
    return type.hasPrefix("text/html") || type.hasPrefix("application/xhtml")
  }
}
