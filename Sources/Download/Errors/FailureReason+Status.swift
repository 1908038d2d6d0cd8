import NIOHTTP1

extension FailureReason {
  /// A status and what to do about it.
  static func words(ofStatus code: Int) -> String {
    // The standard's words, not the server's, which may be anything.
    let phrase = HTTPResponseStatus(statusCode: code).reasonPhrase
    let remedy =
      switch code {
      case 401, 403: "check whether the address needs a user and password or a token"
      case 404, 410: "the file is not there; check the address"
      case 408, 425, 429, 500...599: "try again later or from another address"
      default: "check the address"
      }
    return "\(code)\(phrase.isEmpty ? "" : " \(phrase)"); \(remedy)"
  }
}

extension Duration {
  /// For messages: `30 s`, `200 ms`.
  var inWords: String {
    let milliseconds = components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    return milliseconds % 1000 == 0 ? "\(milliseconds / 1000) s" : "\(milliseconds) ms"
  }
}
