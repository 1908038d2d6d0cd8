import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

extension FailureReason {
  /// What the network libraries say, in words of ours: theirs may hold whole addresses.
  init(_ error: any Error, address: WebAddress, proxy: Proxy?, received: Int) {
    let server = proxy.map(\.description) ?? address.authority
    self =
      switch error {
      case let error as HTTPClientError:
        FailureReason.client(error, server: server, address: address, proxy: proxy, received)
      case let error as NIOConnectionError: FailureReason.notConnected(error, server: server)
      case ChannelError.connectTimeout: FailureReason.tooSlow(server)
      case HTTPParserError.invalidEOFState: .truncated(received: received, expected: nil)
      case let error as HTTPParserError: .notHTTP(problem: Shown.text("\(error)"))
      case let error as NIOSSLError: FailureReason.tls(error, received)
      case is NIOSSLExtraError, is ServerIdentity.Mismatch:
        .certificate(problem: "it is not one of \(address.host)")
      case let error as IOError where FailureReason.unreached.contains(error.errnoCode):
        FailureReason.notConnected(error, server: server)
      case let error as IOError:
        .connection(
          problem: "the connection to \(server) broke after \(received) bytes "
            + "(\(String(cString: strerror(error.errnoCode)))); try again later")
      default:
        .connection(
          problem: "the connection to \(server) failed (\(type(of: error))); try again later")
      }
  }

  /// What the system says where there is no connection yet.
  private static let unreached: Set<Int32> = [
    ECONNREFUSED, EHOSTUNREACH, ENETUNREACH, EADDRNOTAVAIL,
  ]

  private static func client(
    _ error: HTTPClientError, server: String, address: WebAddress, proxy: Proxy?, _ received: Int
  ) -> FailureReason {
    switch error {
    case .remoteConnectionClosed, .uncleanShutdown:
      .truncated(received: received, expected: nil)
    case .connectTimeout, .tlsHandshakeTimeout, .httpProxyHandshakeTimeout,
      .getConnectionFromPoolTimeout:
      tooSlow(server)
    case .proxyAuthenticationRequired: asksForPassword(proxy)
    case .invalidProxyResponse:
      .proxy(
        problem: "\(server) does not let through to \(address.host):\(address.port); ask whoever "
          + "runs it, or name the host in no_proxy if it can be reached directly")
    default: .connection(problem: "the connection to \(server) failed (\(error.shortDescription))")
    }
  }

  private static func tooSlow(_ server: String) -> FailureReason {
    .connection(
      problem: "no connection to \(server) was made in time; check the address and the network")
  }

  /// The proxy wants to know who asks.
  static func asksForPassword(_ proxy: Proxy?) -> FailureReason {
    guard let proxy else {
      return .proxy(problem: "a proxy asks for a password, though none was used")
    }
    return .proxy(
      problem: "\(proxy.description) asks for a user and a password, or does not accept those "
        + "given; set \(proxy.variable) to http://USER:PASSWORD@\(proxy.host):\(proxy.port)")
  }

  private static func notConnected(_ error: NIOConnectionError, server: String) -> FailureReason {
    guard let first = error.connectionErrors.first?.error else {
      let host = error.host == server ? server : "\(error.host) of \(server)"
      return .connection(
        problem: "the host \(host) is not known to the name service; check the spelling and the "
          + "network")
    }
    return notConnected(first, server: server)
  }

  private static func notConnected(_ error: any Error, server: String) -> FailureReason {
    let reason =
      switch error {
      case let error as IOError: String(cString: strerror(error.errnoCode))
      case ChannelError.connectTimeout: "no answer in time"
      default: "\(type(of: error))"
      }
    return .connection(
      problem: "cannot connect to \(server) (\(reason)); check the address and the network")
  }

  private static func tls(_ error: NIOSSLError, _ received: Int) -> FailureReason {
    switch error {
    case .uncleanShutdown: return .truncated(received: received, expected: nil)
    case .unableToValidateCertificate, .noCertificateToValidate:
      return .certificate(problem: "nobody who is trusted vouches for it")
    case .handshakeFailed(let cause):
      let text = "\(cause)"
      guard text.contains("CERTIFICATE_VERIFY_FAILED") else {
        return .connection(
          problem: "no TLS connection came about (\(Shown.text(text))); check the address and its "
            + "port")
      }
      return .certificate(problem: "nobody who is trusted vouches for it, or it has expired")
    default: return .connection(problem: "the TLS connection failed (\(Shown.text("\(error)")))")
    }
  }
}
