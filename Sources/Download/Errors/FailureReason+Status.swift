extension FailureReason {
  /// The standard's words (RFC 9110, 15), not the server's, which may be anything.
  private static let phrases = [
    400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found",
    408: "Request Timeout", 410: "Gone", 416: "Range Not Satisfiable", 425: "Too Early",
    429: "Too Many Requests", 451: "Unavailable For Legal Reasons", 500: "Internal Server Error",
    502: "Bad Gateway", 503: "Service Unavailable", 504: "Gateway Timeout",
  ]

  /// A status and what to do about it.
  static func words(ofStatus code: Int) -> String {
    let remedy =
      switch code {
      case 401, 403: "check whether the address needs a user and password or a token"
      case 404, 410: "the file is not there; check the address"
      case 408, 425, 429, 500...599: "try again later or from another address"
      default: "check the address"
      }
    return "\(code)\(phrases[code].map { " \($0)" } ?? ""); \(remedy)"
  }
}

extension Duration {
  /// For messages: `30 s`, `200 ms`.
  var inWords: String {
    let milliseconds = components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    return milliseconds % 1000 == 0 ? "\(milliseconds / 1000) s" : "\(milliseconds) ms"
  }
}
