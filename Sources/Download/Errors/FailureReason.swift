import Digests
import Files

/// What went wrong with an address.
public enum FailureReason: Error, Hashable, Sendable {
  // MARK: What may be better the next time

  /// No connection was made to a server, or it broke.
  case connection(problem: String)
  /// The server sent nothing for so long.
  case stalled(after: Duration, received: Int)
  /// The connection ended before the file did.
  case truncated(received: Int, expected: Int?)
  /// The answer is not HTTP.
  case notHTTP(problem: String)
  /// The server refused.
  case status(code: Int, retryAfter: Duration?)

  // MARK: What will not

  /// The server cannot prove that it is who it should be.
  case certificate(problem: String)
  /// The proxy does not let the request through.
  case proxy(problem: String)
  /// The redirect leads back to an address that was asked already.
  case redirectLoop(to: String)
  /// There are more redirects than are followed.
  case tooManyRedirects(limit: Int)
  /// The redirect leads from https to http.
  case insecureRedirect(to: String)
  /// The redirect leads to no web address.
  case badRedirect
  /// The bytes are encoded, which was not asked for.
  case encoding(String)
  /// The file has another size than it should; empty where only a limit is known.
  case size(found: Int, expected: [Int])
  /// More bytes came than there should be.
  case tooLong(expected: Int)
  /// More bytes came than are taken where it is not known how many there are.
  case tooLarge(limit: Int)
  /// Nothing tells the end of the file from a broken connection.
  case noLength
  /// A web page came where a file is wanted.
  case webPage
  /// Other bytes came than those that are wanted.
  case contents(found: Digest, size: Int, expected: [ExpectedContents], isWebPage: Bool)
  /// The system refused to read the file.
  case file(FileError)
}

extension FailureReason {
  /// Whether it may be better the next time.
  public var isTransient: Bool {
    switch self {
    case .connection, .stalled, .truncated, .notHTTP: true
    case .status(let code, _): [408, 425, 429].contains(code) || (500...599).contains(code)
    default: false
    }
  }
}

/// Why a transfer ended, inside of this room.
enum RequestFailure: Error {
  /// The whole download ends: another address would not help.
  case fatal(DownloadError)
  /// This request failed; the address may be tried again or not.
  case failed(FailureReason)
  /// What is there of the file cannot be continued from here; to be tried again from the first byte.
  case startOver

  /// Runs something with files of ours, whose errors end the download.
  static func fatal<R>(_ body: () throws(FileError) -> R) throws(RequestFailure) -> R {
    do throws(FileError) { return try body() } catch { throw .fatal(.file(error)) }
  }
}

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
