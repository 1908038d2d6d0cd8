import Glibc

/// What web addresses are read with on this machine, for reports of faults.
public enum WebSupport {
  /// The library and what it is made of, as it says itself: `libcurl/7.88.1 OpenSSL/3.0.20 ...`.
  ///
  /// - Throws: `DownloadError.noClient` where there is none.
  public static func library() throws(DownloadError) -> String {
    try CurlLibrary.load().curl_version().map { String(cString: $0) } ?? "unknown"
  }

  /// Where the certificates are that are trusted; nil where none are found.
  public static func authorities() -> String? {
    if let named = DownloadEnvironment.process.authorities { return named.file ?? named.folder }
    // Debian's and Red Hat's places, which their libcurl is built with.
    return ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt"]
      .first { access($0, R_OK) == 0 }
  }
}
