import Glibc

/// The environment variables that downloads heed.
public struct DownloadEnvironment: Hashable, Sendable {
  /// The variables that are read; capitals of `http_proxy` are not, because a web server sets
  /// `HTTP_PROXY` from what a stranger sends it.
  public static let names = [
    "http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY",
    "SSL_CERT_FILE", "SSL_CERT_DIR",
  ]

  private var values: [String: String]

  /// Variables of one's own; those that are not in `names` are not heeded.
  public init(_ values: [String: String] = [:]) { self.values = values }

  /// Those of the process.
  public static var process: DownloadEnvironment {
    var values: [String: String] = [:]
    for name in names {
      if let value = getenv(name) { values[name] = String(cString: value) }
    }
    return DownloadEnvironment(values)
  }

  /// The first of some variables that is set to something.
  func first(of names: [String]) -> (name: String, value: String)? {
    for name in names {
      if let value = values[name], !value.isEmpty { return (name, value) }
    }
    return nil
  }
}

extension DownloadEnvironment {
  /// A file of certificates that are trusted, and a folder of them, as OpenSSL's variables say; nil
  /// where it is those of the system.
  ///
  /// As for OpenSSL, either of them takes the place of what the system trusts.
  var authorities: (file: String?, folder: String?)? {
    let file = first(of: ["SSL_CERT_FILE"])?.value
    let folder = first(of: ["SSL_CERT_DIR"])?.value
    return file == nil && folder == nil ? nil : (file, folder)
  }

  /// What is said when there are no certificates where they should be.
  var badAuthorities: DownloadError {
    let problem =
      if let file = authorities?.file {
        "names \(file), which is no file of PEM certificates that can be read; name one, or "
          + "unset it to trust those of the system"
      } else {
        "is not set, and the list of those that the system trusts cannot be read; install the "
          + "package ca-certificates, or set it to a file of PEM certificates"
      }
    return .setting(variable: "SSL_CERT_FILE", problem: problem)
  }
}
