extension String {
  /// The text without the mark that some editors put in front of it.
  package var withoutByteOrderMark: String {
    guard unicodeScalars.first == "\u{FEFF}" else { return self }
    return String(String.UnicodeScalarView(unicodeScalars.dropFirst()))
  }
}

extension StringProtocol {
  /// The lines without the white space around them, empty ones included.
  ///
  /// By code points: where characters end is found in time that grows with the square of the length
  /// in some texts, such as rows of flags.
  package var trimmedLines: [String] {
    var lines: [String] = []
    var rest = unicodeScalars[...]
    while let end = rest.firstIndex(where: \.endsLine) {
      lines.append(rest[..<end].trimmed)
      let isPair = rest[end] == "\r" && rest[end...].dropFirst().first == "\n"
      rest = rest[end...].dropFirst(isPair ? 2 : 1)
    }
    lines.append(rest.trimmed)
    return lines
  }
}

extension BidirectionalCollection<Unicode.Scalar> {
  fileprivate var trimmed: String {
    guard let start = firstIndex(where: { !$0.properties.isWhitespace }),
      let last = lastIndex(where: { !$0.properties.isWhitespace })
    else { return "" }
    var text = String.UnicodeScalarView()
    text.append(contentsOf: self[start...last])
    return String(text)
  }
}

extension Unicode.Scalar {
  /// Whether lines end at it (UAX #14, BK, CR, LF, NL).
  fileprivate var endsLine: Bool {
    switch value {
    case 0x0A...0x0D, 0x85, 0x2028, 0x2029: true
    default: false
    }
  }
}
