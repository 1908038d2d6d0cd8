/// What tells two versions of a file on a server apart (RFC 9110, 8.8).
enum Validator: Hashable, Sendable {
  case entityTag(String)
  case lastModified(String)

  /// What `If-Range` takes.
  var text: String {
    switch self {
    case .entityTag(let text), .lastModified(let text): text
    }
  }

  /// The strong validator of an answer; nil where there is none, as weak ones do not tell that
  /// every byte is the same.
  init?(_ head: WebHead) {
    let tags = head["etag"]
    if tags.count == 1, let tag = tags.first, Validator.isStrong(tag) {
      self = .entityTag(tag)
      return
    }
    // Within one second a file may change twice, so that only an older date is a strong one.
    guard let text = head.first("last-modified"), let changed = HTTPDate.seconds(text),
      let now = head.first("date").flatMap(HTTPDate.seconds), changed < now
    else { return nil }
    self = .lastModified(text)
  }

  /// Whether an answer has the same one.
  func matches(_ head: WebHead) -> Bool {
    switch self {
    case .entityTag(let tag): head["etag"] == [tag]
    case .lastModified(let text): head.first("last-modified") == text
    }
  }

  /// Whether an answer has another one, which is more than having none.
  func contradicts(_ head: WebHead) -> Bool {
    let name =
      switch self {
      case .entityTag: "etag"
      case .lastModified: "last-modified"
      }
    return !head[name].isEmpty && !matches(head)
  }

  private static func isStrong(_ tag: String) -> Bool {
    tag.utf8.count >= 2 && tag.utf8.count <= 1024 && tag.hasPrefix("\"") && tag.hasSuffix("\"")
      && tag.utf8.allSatisfy { (0x21...0x7E).contains($0) }
  }
}
