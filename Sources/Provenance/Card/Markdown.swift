/// Texts of others within Markdown (GitHub's, https://github.github.com/gfm/).
enum Markdown {
  /// A text that shows as it is, on one line, also in tables.
  static func text(_ text: String) -> String {
    let line = line(text)
    var shown = ""
    for (index, character) in line.unicodeScalars.enumerated() {
      switch character {
      case "&": shown += "&amp;"
      case "<": shown += "&lt;"
      case ">": shown += "&gt;"
      case "\\", "`", "*", "_", "{", "}", "[", "]", "#", "|", "~", "$", "!":
        shown += "\\\(character)"
      // At the beginning they would make a list.
      case "-", "+", "=": shown += index == 0 ? "\\\(character)" : "\(character)"
      case ".", ")":
        let before = line.unicodeScalars.prefix(index)
        let isNumber = index > 0 && before.allSatisfy { ("0"..."9").contains($0) }
        let after = line.unicodeScalars.dropFirst(index + 1).first
        shown += isNumber && (after == nil || after == " ") ? "\\\(character)" : "\(character)"
      default: shown.unicodeScalars.append(character)
      }
    }
    return shown
  }

  /// A text as code within a line.
  ///
  /// - Parameter inTable: tables are cut at bars before code is looked for, so they are escaped
  ///   there and only there.
  static func code(_ text: String, inTable: Bool = true) -> String {
    let line = line(text)
    guard !line.isEmpty else { return "" }
    let fence = String(repeating: "`", count: longestRun(of: "`", in: line) + 1)
    let parts = line.split(separator: "|", omittingEmptySubsequences: false)
    let code = parts.joined(separator: inTable ? "\\|" : "|")
    let needsSpace = line.hasPrefix("`") || line.hasSuffix("`")
    return needsSpace ? "\(fence) \(code) \(fence)" : fence + code + fence
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

  /// Whatever ends a line or shows nothing becomes a space.
  private static func line(_ text: String) -> String {
    var line = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      let isSpace =
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
        || scalar.value == 0x2028 || scalar.value == 0x2029
      line.append(isSpace ? " " : scalar)
    }
    return String(line)
  }

  private static func longestRun(of letter: Character, in text: String) -> Int {
    var longest = 0
    var run = 0
    for character in text {
      run = character == letter ? run + 1 : 0
      longest = max(longest, run)
    }
    return longest
  }
}
