import Text

/// Texts of others within Markdown (GitHub's, https://github.github.com/gfm/).
///
/// Looked at are Unicode scalars: as a character of Swift, a mark that has an accent after it is
/// another one, but Markdown still takes it for a mark.
enum Markdown {
  /// A text that shows as it is, on one line, also in tables.
  static func text(_ text: String) -> String {
    let line = Array(trimmed(line(text).unicodeScalars))
    var shown = String.UnicodeScalarView()
    for (index, scalar) in line.enumerated() {
      switch scalar {
      case "&": shown.append(contentsOf: "&amp;".unicodeScalars)
      case "<": shown.append(contentsOf: "&lt;".unicodeScalars)
      case ">": shown.append(contentsOf: "&gt;".unicodeScalars)
      case "\\", "`", "*", "_", "{", "}", "[", "]", "#", "|", "~", "$", "!": shown.append("\\")
      // At the beginning they would make a list.
      case "-", "+", "=": if index == 0 { shown.append("\\") }
      case ".", ")":
        let isNumber = index > 0 && line[..<index].allSatisfy { ("0"..."9").contains($0) }
        let after = index + 1 < line.count ? line[index + 1] : " "
        if isNumber, after == " " { shown.append("\\") }
      default: break
      }
      if !"&<>".unicodeScalars.contains(scalar) { shown.append(scalar) }
    }
    return String(shown)
  }

  /// A text as code within a line.
  ///
  /// - Parameter inTable: tables are cut at bars before code is looked for, so they are escaped
  ///   there and only there.
  static func code(_ text: String, inTable: Bool = true) -> String {
    let line = line(text)
    let scalars = line.unicodeScalars
    guard let first = scalars.first, let last = scalars.last, scalars.contains(where: { $0 != " " })
    else { return "" }
    // Readers differ in what a bar behind two backslashes is.
    let isRefused = inTable && zip(scalars, scalars.dropFirst()).contains { $0 == ("\\", "|") }
    if isRefused { return Markdown.text(text) }
    let fence = String(repeating: "`", count: longestRun(of: "`", in: line) + 1)
    var code = String.UnicodeScalarView()
    for scalar in scalars {
      if scalar == "|", inTable { code.append("\\") }
      code.append(scalar)
    }
    // Of code with a space at both ends these are taken away.
    let needsSpace = first == "`" || last == "`" || (first == " " && last == " ")
    return needsSpace ? "\(fence) \(String(code)) \(fence)" : fence + String(code) + fence
  }

  /// Lines as a block of code.
  static func block(_ lines: [String], language: String = "") -> [String] {
    let lines = lines.map(line)
    let longest = lines.map { longestRun(of: "`", in: $0) }.max() ?? 0
    let fence = String(repeating: "`", count: max(3, longest + 1))
    return [fence + language] + lines + [fence]
  }

  /// A table; cells are Markdown.
  static func table(_ head: [String], _ rows: [[String]]) -> [String] {
    func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
    return [line(head), "|" + String(repeating: " --- |", count: head.count)] + rows.map(line)
  }

  /// A text on one line: what ends a line becomes a space, and what is not printable shows.
  private static func line(_ text: String) -> String {
    let spaced = text.unicodeScalars.map { scalar -> Unicode.Scalar in
      switch scalar {
      case "\t"..."\r", "\u{85}", "\u{2028}", "\u{2029}": " "
      default: scalar
      }
    }
    return String(String.UnicodeScalarView(spaced)).printable
  }

  /// Without the spaces around it, four of which make code.
  private static func trimmed(_ line: String.UnicodeScalarView) -> Substring.UnicodeScalarView {
    let start = line.drop { $0 == " " }
    guard let last = start.lastIndex(where: { $0 != " " }) else {
      return start[..<start.startIndex]
    }
    return start[...last]
  }

  private static func longestRun(of mark: Unicode.Scalar, in text: String) -> Int {
    var longest = 0
    var run = 0
    for scalar in text.unicodeScalars {
      run = scalar == mark ? run + 1 : 0
      longest = max(longest, run)
    }
    return longest
  }
}
