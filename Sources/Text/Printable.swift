extension Unicode.Scalar {
  /// Whether it shows as itself and does nothing else.
  ///
  /// Not so are controls (C0, DEL, C1), whatever has no sign of its own or turns the direction of
  /// writing, ends of lines and paragraphs, private characters, and code points that are none. Signs
  /// that join what is around them (in emoji, in Persian) are among them: a name that reads like
  /// another shall not be another.
  public var isPrintable: Bool {
    // Most of all text; the properties take longer to look up.
    if value < 0x7F { return value >= 0x20 }
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
      .unassigned:
      return false
    default:
      return !properties.isDefaultIgnorableCodePoint || properties.isVariationSelector
    }
  }

  /// How it is shown where it does not show itself: `\n`, `\r`, `\t`, or its number as in Swift.
  fileprivate var visible: String {
    switch self {
    case "\n": "\\n"
    case "\r": "\\r"
    case "\t": "\\t"
    // A byte of a file's name that is no UTF-8, see `PathText`.
    case let scalar where (0x10_FF80...0x10_FFFF).contains(scalar.value):
      "\\x" + String(scalar.value & 0xFF, radix: 16, uppercase: true)
    default: "\\u{\(String(value, radix: 16, uppercase: true))}"
    }
  }
}

extension StringProtocol {
  /// The text on one line, with everything that is not printable as its number: what a terminal,
  /// a table or a page may show of a text that comes from a file.
  ///
  /// A text that is printable already stays as it is, so that it does no harm twice. Backslashes stay
  /// too; what programs are to read is printed as JSON.
  public var printable: String {
    // Bytes first: nearly all texts are plain.
    if utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return String(self) }
    return unicodeScalars.reduce(into: "") { text, scalar in
      if scalar.isPrintable {
        text.unicodeScalars.append(scalar)
      } else {
        text += scalar.visible
      }
    }
  }

  /// The text without its middle where it has more than some scalars.
  package func cut(to limit: Int) -> String {
    let scalars = unicodeScalars
    guard let end = scalars.index(scalars.startIndex, offsetBy: limit, limitedBy: scalars.endIndex),
      end < scalars.endIndex
    else { return String(self) }
    let back = limit / 2
    var text = String.UnicodeScalarView(scalars.prefix(limit - back - 1))
    text.append("…")
    text.append(contentsOf: scalars.suffix(back))
    return String(text)
  }
}

/// Text of a file for a message: in quotes, printable, and shortened.
package func quoted(_ text: some StringProtocol) -> String { "'\(shortened(text))'" }

/// Text of a file for a message: printable and shortened.
package func shortened(_ text: some StringProtocol) -> String {
  let limit = 60
  let scalars = text.unicodeScalars
  let start = String(String.UnicodeScalarView(scalars.prefix(limit))).printable
  return scalars.dropFirst(limit).isEmpty ? start : start + "…"
}

/// A name for people; two quotes stand for one that is empty.
package func shown(_ name: String) -> String { name.isEmpty ? "''" : name.printable }
