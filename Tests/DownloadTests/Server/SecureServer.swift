import NIOCore
import NIOPosix
import NIOSSL

/// A web server that speaks TLS and gives everybody the same answer.
final class SecureServer: Sendable {
  let port: Int
  private let channel: any Channel

  init(_ certificate: TestCertificate, answer: [UInt8]) throws {
    let chain = try NIOSSLCertificate.fromPEMBytes(Array(certificate.certificate.utf8))
    let key = try NIOSSLPrivateKey(bytes: Array(certificate.key.utf8), format: .pem)
    let configuration = TLSConfiguration.makeServerConfiguration(
      certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
    let context = try NIOSSLContext(configuration: configuration)
    channel = try ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          let operations = channel.pipeline.syncOperations
          try operations.addHandler(NIOSSLServerHandler(context: context))
          try operations.addHandler(Answering(answer))
        }
      }
      .bind(host: "127.0.0.1", port: 0).wait()
    port = channel.localAddress?.port ?? 0
  }

  deinit { channel.close(promise: nil) }

  /// Answers at the end of a request's head.
  private final class Answering: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer
    private let answer: [UInt8]
    private var head = ""

    init(_ answer: [UInt8]) { self.answer = answer }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      head += String(buffer: unwrapInboundIn(data))
      guard head.hasSuffix("\r\n\r\n") else { return }
      let channel = context.channel
      context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: answer)))
        .whenComplete { _ in channel.close(promise: nil) }
    }

    // A client that does not trust the certificate goes away in the middle of the handshake.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
      context.close(promise: nil)
    }
  }
}
