import Files
import Digests

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
