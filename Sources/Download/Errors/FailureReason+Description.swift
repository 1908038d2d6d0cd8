import Digests

extension FailureReason: CustomStringConvertible {
  /// What was found, what was expected, and how to resolve it.
  public var description: String {
    switch self {
    case .connection(let problem): problem
    case .stalled(let after, let received):
      "nothing more came for \(after.inWords) after \(received) bytes; try again later or from "
        + "another address"
    case .truncated(let received, let expected):
      "the connection ended after \(received) bytes"
        + "\(expected.map { " of \($0)" } ?? ""); try again later or from another address"
    case .notHTTP(let problem):
      "the answer is not as HTTP has it (\(problem)); check the address, its port and the proxy"
    case .status(let code, _): "the server answered \(FailureReason.words(ofStatus: code))"
    case .certificate(let problem): "the server's certificate cannot be trusted: \(problem)"
    case .proxy(let problem): problem
    case .redirectLoop(let url):
      "the server redirects in a circle, back to \(url); give the address that it is meant to lead "
        + "to"
    case .tooManyRedirects(let limit):
      "the server redirects more than \(limit) times; give the address that it is meant to lead to"
    case .insecureRedirect(let url):
      "the server redirects from https to \(url), which anybody on the way may change; this is not "
        + "followed; give another address"
    case .badRedirect:
      "the server redirects without telling a web address; give the one that it is meant to lead to"
    case .encoding(let name):
      "the server sends the file encoded as '\(name)', where the plain bytes were asked for; give "
        + "another address"
    case .size(let found, let expected): FailureReason.words(found: found, expected: expected)
    case .tooLong(let expected):
      "more than the \(expected) bytes came that were expected; it is another file, or what was "
        + "expected is out of date"
    case .tooLarge(let limit):
      "has more than the \(limit) bytes that are taken where no size is known; give its size"
    case .noLength:
      "the server does not tell where the file ends, so that a broken connection could not be "
        + "noticed; give the size or the SHA-256 of the file"
    case .webPage:
      "sent a web page, where a file is expected; check whether the address is that of the file or "
        + "asks for a login, or give its SHA-256 if a page is wanted"
    case .contents(let found, let size, let expected, let isWebPage):
      FailureReason.words(found, size: size, expected: expected, isWebPage: isWebPage)
    case .file(let error): error.message.description
    }
  }

  private static func words(found: Int, expected: [Int]) -> String {
    let sizes = expected.map(String.init).joined(separator: " or ")
    return "has \(found) bytes where \(sizes) are expected; it is another file, or what was "
      + "expected is out of date"
  }

  private static func words(
    _ found: Digest, size: Int, expected: [ExpectedContents], isWebPage: Bool
  ) -> String {
    let wanted = expected.map { contents in
      "\(contents.digest)\(contents.size.map { " (\($0) bytes)" } ?? "")"
    }
    return "has the SHA-256 \(found) (\(size) bytes\(isWebPage ? ", a web page" : "")), where "
      + "\(wanted.joined(separator: " or ")) is expected; the file was changed, or what was "
      + "expected is out of date: do not use it before you know which"
  }
}
