import NIOHTTP1

extension Duration {
  /// How long a server asks to wait: a number of seconds, or a date, which is taken by the server's
  /// own clock; nil where it does not tell.
  init?(retryAfter headers: HTTPHeaders) {
    guard let text = headers.first(name: "retry-after") else { return nil }
    if let seconds = Int32(text), seconds >= 0 {
      self = .seconds(Int(seconds))
      return
    }
    guard let until = HTTPDate.seconds(text),
      let now = headers.first(name: "date").flatMap(HTTPDate.seconds), until > now
    else { return nil }
    self = .seconds(until - now)
  }
}
