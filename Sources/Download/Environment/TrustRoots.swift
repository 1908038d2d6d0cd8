import Files
import NIOSSL

/// Whose certificates are trusted.
struct TrustRoots {
  /// Where systems keep the bundle that is trusted where nothing else is said.
  private static let bundles = [
    "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt",
  ]

  /// A configuration that verifies certificates, always.
  ///
  /// As for OpenSSL, `SSL_CERT_FILE` and `SSL_CERT_DIR` take the place of the system's bundle.
  /// - Throws: `DownloadError.setting` when one of them is of no use, or there is no bundle.
  static func configuration(
    _ environment: DownloadEnvironment
  ) throws(DownloadError) -> TLSConfiguration {
    var configuration = TLSConfiguration.makeClientConfiguration()
    configuration.minimumTLSVersion = .tlsv12
    let folder = environment.first(of: ["SSL_CERT_DIR"])?.value
    let folders = (folder ?? "").split(separator: ":").map(String.init).filter(Folder.exists)
    if let (name, path) = environment.first(of: ["SSL_CERT_FILE"]) {
      configuration.trustRoots = .certificates(try certificates(path, variable: name))
      configuration.additionalTrustRoots = folders.map { .file($0) }
    } else if let first = folders.first {
      configuration.trustRoots = .file(first)
      configuration.additionalTrustRoots = folders.dropFirst().map { .file($0) }
    } else if !bundles.contains(where: Folder.hasFile) {
      throw .setting(
        variable: "SSL_CERT_FILE",
        problem: "is not set and the system has no list of certificates to trust, neither "
          + bundles.joined(separator: " nor ")
          + "; install the package ca-certificates, or set it to a file of PEM certificates")
    }
    return configuration
  }

  private static func certificates(
    _ path: String, variable: String
  ) throws(DownloadError) -> [NIOSSLCertificate] {
    let remedy = "set it to a file of PEM certificates, or unset it to trust those of the system"
    let file: MappedFile
    do throws(FileError) { file = try MappedFile(path: path) } catch {
      throw .setting(variable: variable, problem: "names \(error); \(remedy)")
    }
    let certificates = try? NIOSSLCertificate.fromPEMBytes(file.prefix(file.count))
    guard let certificates, !certificates.isEmpty else {
      throw .setting(
        variable: variable, problem: "names \(path), which holds no PEM certificates; \(remedy)")
    }
    return certificates
  }
}
