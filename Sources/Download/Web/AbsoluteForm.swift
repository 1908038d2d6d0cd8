import NIOCore
import NIOHTTP1

/// Turns requests into those that a proxy forwards: `GET http://HOST/PATH` (RFC 9112, 3.2.2).
///
/// The client library only knows tunnels, which many proxies refuse for anything but https.
final class AbsoluteForm: ChannelOutboundHandler {
  typealias OutboundIn = HTTPClientRequestPart
  typealias OutboundOut = HTTPClientRequestPart

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    guard case .head(var head) = unwrapOutboundIn(data),
      let host = head.headers.first(name: "host")
    else {
      context.write(data, promise: promise)
      return
    }
    head.uri = "http://\(host)\(head.uri)"
    context.write(wrapOutboundOut(.head(head)), promise: promise)
  }

  /// Puts one into a connection, where it sees requests just before they become bytes.
  static func add(to channel: any Channel) -> EventLoopFuture<Void> {
    channel.eventLoop.submit {
      let operations = channel.pipeline.syncOperations
      let encoder = try operations.handler(type: HTTPRequestEncoder.self)
      try operations.addHandler(AbsoluteForm(), position: .after(encoder))
    }
  }
}
