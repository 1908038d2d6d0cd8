/// A request as it came.
struct ServedRequest: Sendable {
  /// How many came before it.
  var number = 0
  let method: String
  /// What is asked for, as it is written in the first line.
  let target: String
  /// By names in small letters.
  let headers: [String: String]

  init?(_ text: String) {
    let lines = text.split(separator: "\r\n")
    let words = lines.first?.split(separator: " ").map(String.init) ?? []
    guard words.count == 3 else { return nil }
    (method, target) = (words[0], words[1])
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      guard let colon = line.firstIndex(of: ":") else { continue }
      let value = line[colon...].dropFirst().drop { $0 == " " }
      headers[line[..<colon].lowercased()] = String(value)
    }
    self.headers = headers
  }

  /// The first byte of the range that is asked for.
  var rangeStart: Int? {
    guard let range = headers["range"], range.hasPrefix("bytes="), range.hasSuffix("-") else {
      return nil
    }
    return Int(range.dropFirst(6).dropLast())
  }
}
