/// What a server is asked.
package struct WebRequest: Sendable {
  /// What it is to do.
  package enum Method: String, Hashable, Sendable {
    case get = "GET"
    case head = "HEAD"
    case post = "POST"
    case put = "PUT"
    case patch = "PATCH"

    /// Whether it may be asked anew of an address that an answer names with any of the redirects;
    /// what has a body goes only where the answer says that it is to be sent again.
    var isOfReading: Bool { self == .get || self == .head }
  }

  /// What it is to do.
  package var method: Method
  /// Whom it is asked of.
  package var address: WebAddress
  /// Header fields beside the usual ones, `NAME: VALUE`; none of them is secret, as redirects carry
  /// them to other servers.
  package var fields: [String]
  /// What is sent with it; nil for nothing.
  package var body: WebBody?

  /// Describes a request.
  package init(
    _ method: Method, _ address: WebAddress, fields: [String] = [], body: WebBody? = nil
  ) {
    self.method = method
    self.address = address
    self.fields = fields
    self.body = body
  }
}

/// What is sent with a request.
package enum WebBody: Hashable, Sendable {
  /// These bytes.
  case bytes([UInt8])
  /// A part of a file, read while it is sent.
  case file(path: String, part: Range<Int>)

  /// How many bytes there are.
  package var count: Int {
    switch self {
    case .bytes(let bytes): bytes.count
    case .file(_, let part): part.count
    }
  }
}

/// Proves to one server who asks.
package protocol WebAuthorizer: AnyObject, Sendable {
  /// The value of the header `Authorization` for an address; nil as long as there is none, and always
  /// for other servers.
  func authorization(for address: WebAddress) -> String?

  /// Another value after the server has refused one.
  ///
  /// - Parameters:
  ///   - refused: the value that was sent.
  ///   - challenges: what the server asks for, the values of `WWW-Authenticate`.
  /// - Returns: nil where there is nothing that would be accepted, and always for other servers.
  /// - Throws: a `DownloadError` when it was to be had from another server, and was not.
  func renewed(
    after refused: String?, challenges: [String], for address: WebAddress
  ) throws(DownloadError) -> String?
}
