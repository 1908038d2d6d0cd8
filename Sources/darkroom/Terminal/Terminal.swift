import Files
import Glibc
import Text

/// What the terminal behind a stream can do; a stream that leads elsewhere has none.
struct Terminal {
  /// The characters of a line.
  let columns: Int
  /// Whether it shows colours and links, and nobody asked for neither: https://no-color.org.
  let isRich: Bool

  /// The terminal that a stream leads to.
  init?(_ descriptor: Int32) {
    guard isatty(descriptor) == 1 else { return nil }
    var size = winsize()
    let isKnown = ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    columns = isKnown ? Int(size.ws_col) : 80
    func variable(_ name: String) -> String? {
      getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }
    isRich = variable("NO_COLOR") == nil && !["dumb", nil].contains(variable("TERM"))
  }

  /// The text as it is shown: tables as wide as the terminal, written files as links, verdicts in colour.
  func shown(_ lines: Lines) -> String {
    let plain = lines.text(
      columns: columns, naming: { " with " + $0.option($1) },
      linking: isRich ? Terminal.link : { $0.printable })
    guard isRich else { return plain }
    return plain.split(separator: "\n", omittingEmptySubsequences: false)
      .map { Terminal.coloured(String($0)) }.joined(separator: "\n")
  }

  /// A path that a click opens (OSC 8).
  private static func link(_ path: String) -> String {
    guard let absolute = Folder.absolute(path) else { return path.printable }
    let address = absolute.utf8.map { byte in
      let isPlain =
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
        || (0x61...0x7A).contains(byte) || "/-_.~".utf8.contains(byte)
      if isPlain { return String(UnicodeScalar(byte)) }
      let digits = String(byte, radix: 16, uppercase: true)
      return "%" + (digits.count < 2 ? "0" : "") + digits
    }.joined()
    return "\u{1B}]8;;file://\(address)\u{1B}\\\(path.printable)\u{1B}]8;;\u{1B}\\"
  }

  /// Words that say how something came out, where a line has them in their place.
  private static func coloured(_ line: String) -> String {
    for (word, colour) in [("error:", "1;31"), ("warning:", "33"), ("Error:", "1;31")] {
      guard let place = line.range(ofFirst: word) else { continue }
      let before = line[..<place.lowerBound]
      guard before.isEmpty || before.hasSuffix(": ") else { continue }
      return before + "\u{1B}[\(colour)m\(word)\u{1B}[0m" + line[place.upperBound...]
    }
    for (word, colour) in [("passed", "32"), ("ok", "32"), ("failed", "1;31"), ("FAILED", "1;31")]
    where line.hasPrefix(word) && !(line.dropFirst(word.count).first?.isLetter ?? false) {
      return "\u{1B}[\(colour)m\(word)\u{1B}[0m" + line.dropFirst(word.count)
    }
    return line
  }
}

extension String {
  /// Where a text stands for the first time.
  fileprivate func range(ofFirst text: String) -> Range<Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
      start = index(after: start)
    }
    return nil
  }
}
