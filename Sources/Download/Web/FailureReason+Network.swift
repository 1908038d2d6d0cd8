import CCurl
import Glibc

/// What curl tells of a request that failed.
struct CurlFault {
  let code: CURLcode
  /// curl's own words, which may hold what a server or a variable says, a password included.
  let words: String
  /// What the code means.
  let meaning: String
  /// The system's error number; 0 where there is none.
  let systemError: Int32
  /// What the proxy answered when it was asked for a tunnel; 0 where none was asked.
  let tunnelStatus: Int
  /// Why OpenSSL does not trust the certificate; 0 where it does, as of the next.
  let verification: Int
  let proxyVerification: Int

  /// What went wrong, in a few words without secrets.
  var cause: String { systemError == 0 ? meaning : String(cString: strerror(systemError)) }
}

extension FailureReason {
  /// What curl tells, in words of ours that say what to do, and hold nothing secret.
  init(_ fault: CurlFault, address: WebAddress, proxy: Proxy?, received: Int) {
    let server = proxy?.description ?? address.authority
    self =
      switch fault.code {
      case CURLE_COULDNT_RESOLVE_HOST: FailureReason.unknown(address.host)
      case CURLE_COULDNT_RESOLVE_PROXY:
        FailureReason.unknown(proxy.map { "\($0.host) of \($0.description)" } ?? "of the proxy")
      case CURLE_COULDNT_CONNECT:
        .connection(
          problem: "cannot connect to \(server) (\(fault.cause)); check the address and the network"
        )
      case CURLE_OPERATION_TIMEDOUT:
        .connection(
          problem: "no connection to \(server) was made in time; check the address and the network")
      case CURLE_PARTIAL_FILE, CURLE_GOT_NOTHING: .truncated(received: received, expected: nil)
      case CURLE_PEER_FAILED_VERIFICATION: FailureReason.distrust(fault, address.host, proxy)
      case CURLE_SSL_CONNECT_ERROR:
        .connection(
          problem: "no TLS connection to \(server) came about (\(Shown.text(fault.words))); check "
            + "the address and its port")
      case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING:
        .notHTTP(problem: Shown.text(fault.words))
      case CURLE_PROXY: FailureReason.closed(proxy, address)
      case CURLE_RECV_ERROR where fault.tunnelStatus == 407: FailureReason.asksForPassword(proxy)
      case CURLE_RECV_ERROR where fault.tunnelStatus >= 300: FailureReason.closed(proxy, address)
      case CURLE_RECV_ERROR where fault.systemError == 0 && !address.isSecure:
        .notHTTP(problem: Shown.text(fault.words))
      // TLS that ends without saying so.
      case CURLE_RECV_ERROR where fault.systemError == 0:
        .truncated(received: received, expected: nil)
      default:
        .connection(
          problem: "the connection to \(server) broke after \(received) bytes "
            + "(\(fault.cause)); try again later")
      }
  }

  private static func unknown(_ host: String) -> FailureReason {
    .connection(
      problem: "the host \(host) is not known to the name service; check the spelling and the "
        + "network")
  }

  /// The proxy wants to know who asks.
  static func asksForPassword(_ proxy: Proxy?) -> FailureReason {
    guard let proxy else {
      return .proxy(problem: "a proxy asks for a password, though none was used")
    }
    return .proxy(
      problem: "\(proxy.description) asks for a user and a password, or does not accept those "
        + "given; set \(proxy.variable) to \(proxy.scheme)://USER:PASSWORD@\(proxy.host):"
        + "\(proxy.port)")
  }

  /// The proxy opens no tunnel.
  private static func closed(_ proxy: Proxy?, _ address: WebAddress) -> FailureReason {
    .proxy(
      problem: "\(proxy?.description ?? "the proxy") does not let through to "
        + "\(address.host):\(address.port); ask whoever runs it, or name the host in no_proxy if it "
        + "can be reached directly")
  }

  /// Why a certificate is not trusted, by the numbers of OpenSSL (X509_V_ERR_...).
  private static func distrust(
    _ fault: CurlFault, _ host: String, _ proxy: Proxy?
  ) -> FailureReason {
    let isProxys = fault.proxyVerification != 0
    let host = isProxys ? proxy?.description ?? "the proxy" : host
    let problem =
      switch isProxys ? fault.proxyVerification : fault.verification {
      // 1 is what is there before OpenSSL was asked, as names are compared first.
      case 0, 1, 62, 64: "it is not one of \(host); check the address"
      case 9: "that of \(host) is not valid yet; check the clock of this machine"
      case 10:
        "that of \(host) has expired; check the clock of this machine, or tell whoever runs "
          + "the server"
      case 2, 18, 19, 20, 21, 27:
        "nobody who is trusted vouches for that of \(host); where a proxy or server has certificates "
          + "of its own, set SSL_CERT_FILE to them"
      case let number:
        "that of \(host) does not pass OpenSSL's check (number \(number)); tell whoever runs the "
          + "server"
      }
    return .certificate(problem: problem)
  }
}
