/// How patient a download is and how far it goes.
public struct DownloadPolicy: Sendable {
  /// What servers are told of the program, for example `darkroom/1.0`.
  public var userAgent: String
  /// The longest wait for a connection, with its TLS handshake.
  public var connectTimeout = Duration.seconds(15)
  /// The longest wait for the next byte of an answer.
  public var idleTimeout = Duration.seconds(30)
  /// How often an address is tried again without any new byte between.
  public var retries = 4
  /// The pause before it is tried again; each further one is twice as long.
  public var firstBackoff = Duration.milliseconds(500)
  /// The longest of these pauses.
  public var longestBackoff = Duration.seconds(30)
  /// The longest pause that a server may ask for with `Retry-After`.
  public var longestRetryAfter = Duration.seconds(120)
  /// The most requests to one address, however much each of them brings.
  public var mostAttempts = 500
  /// The most redirects of one request.
  public var mostRedirects = 10
  /// The most bytes taken where it is not known how many there are.
  public var largestUnknown = 64 << 30
  /// What says which proxy to use and whom to trust.
  public var environment = DownloadEnvironment.process

  /// The usual patience.
  public init(userAgent: String) { self.userAgent = userAgent }

  /// The pause before the next try, after some tries in a row that brought nothing.
  func backoff(afterFailures count: Int) -> Duration {
    var pause = firstBackoff
    for _ in 1..<max(count, 1) where pause < longestBackoff { pause *= 2 }
    return min(pause, longestBackoff)
  }
}
