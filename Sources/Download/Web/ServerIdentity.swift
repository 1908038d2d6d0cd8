import NIOCore
import NIOSSL

/// Checks for a second time that a certificate is one of the host that was asked for.
///
/// The TLS library also takes one for the numeric address that it is connected to, whatever the host
/// is called. That may be the address of a proxy, or of whoever has lied about the name.
enum ServerIdentity {
  /// The certificate is one of another server.
  struct Mismatch: Error {}

  /// Checks a connection that was just made, before anything is sent over it.
  static func check(_ channel: any Channel, host: String) -> EventLoopFuture<Void> {
    channel.eventLoop.submit {
      let certificate = try channel.pipeline.syncOperations.nioSSL_peerCertificate()
      guard let certificate, isOne(certificate, of: host) else {
        // After the client has heard of it: it does not close what it could not use.
        channel.eventLoop.execute { channel.close(promise: nil) }
        throw Mismatch()
      }
    }
  }

  private static func isOne(_ certificate: NIOSSLCertificate, of host: String) -> Bool {
    let address = NetworkAddress(host)
    return certificate._subjectAlternativeNames().contains { name in
      let contents = Array(name.contents)
      switch (name.nameType, address) {
      case (.ipAddress, let address?): return contents == address.bytes
      case (.dnsName, nil):
        return isName(String(decoding: contents, as: UTF8.self), of: host)
      default: return false
      }
    }
  }

  /// Whether a name of a certificate is that of a host; `*` stands for one whole label at the
  /// beginning (RFC 9525, 6.3).
  static func isName(_ pattern: String, of host: String) -> Bool {
    let names = pattern.lowercased().split(separator: ".", omittingEmptySubsequences: false)
    var labels = host.lowercased().split(separator: ".", omittingEmptySubsequences: false)
    if labels.count > 1, labels.last == "" { labels.removeLast() }
    guard names.count == labels.count, !names.contains("") else { return false }
    guard names.first == "*" else { return names == labels }
    return names.count > 2 && names.dropFirst() == labels.dropFirst() && labels.first != ""
  }
}
