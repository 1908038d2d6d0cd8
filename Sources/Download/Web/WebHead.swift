/// The head of an answer: its status and header fields.
struct WebHead {
  let status: Int
  private var fields: [(name: String, value: String)] = []

  /// Reads the first line, `HTTP/1.1 200 OK`.
  init(statusLine: String) {
    let words = statusLine.split(separator: " ")
    status = words.count > 1 ? Int(words[1]) ?? 0 : 0
  }

  /// Adds a line `NAME: VALUE`; what is none is left out.
  mutating func add(_ line: String) {
    guard let colon = line.firstIndex(of: ":") else { return }
    let value = line[colon...].dropFirst().drop { $0 == " " || $0 == "\t" }
    let end = value.lastIndex { $0 != " " && $0 != "\t" }
    fields.append((line[..<colon].lowercased(), end.map { String(value[...$0]) } ?? ""))
  }

  /// All values of a field, whose name is in small letters.
  subscript(name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }

  /// The first value of a field, whose name is in small letters.
  func first(_ name: String) -> String? { self[name].first }
}

extension WebHead {
  /// How many bytes the body is said to have; nil where that is not said, or not clearly.
  var contentLength: Int? {
    let lengths = Set(self["content-length"])
    guard let text = lengths.first, lengths.count == 1, self["transfer-encoding"].isEmpty,
      text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
    else { return nil }
    return Int(text)
  }

  /// Whether the end of the body can be told from a broken connection.
  var isFramed: Bool { contentLength != nil || !self["transfer-encoding"].isEmpty }

  /// How the bytes are encoded; nil where they are as they should be.
  var foreignEncoding: String? {
    let content = self["content-encoding"].map { $0.lowercased() }
    let transfer = self["transfer-encoding"].map { $0.lowercased() }
    return content.first { $0 != "identity" && !$0.isEmpty } ?? transfer.first { $0 != "chunked" }
  }

  /// Whether it says that the body is a page for people.
  var isWebPage: Bool {
    let type = first("content-type")?.lowercased() ?? ""
    return type.hasPrefix("text/html") || type.hasPrefix("application/xhtml")
  }

  /// How long a server asks to wait: a number of seconds, or a date, which is taken by the server's
  /// own clock; nil where it does not tell.
  var retryAfter: Duration? {
    guard let text = first("retry-after") else { return nil }
    if let seconds = Int32(text), seconds >= 0 { return .seconds(Int(seconds)) }
    guard let until = HTTPDate.seconds(text), let now = first("date").flatMap(HTTPDate.seconds),
      until > now
    else { return nil }
    return .seconds(until - now)
  }
}
