import Text

/// The Markdown of a model card as pieces of a page: headings, paragraphs, lists, tables, and blocks of code.
///
/// All else stays text, HTML included, and links lead to the web or into the folder of the model.
struct CardText {
  private let lines: [String]
  /// What stands before links into the folder.
  private let folder: String
  private var place = 0
  private var heading = "Card"
  /// How many tables the heading has had, since regions of a page need names of their own.
  private var tables = 0

  /// Reads a card; what programs read of it, its front matter, is left out.
  init(_ text: String, linksInto folder: String) {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.first == "---", let end = lines.dropFirst().firstIndex(of: "---") {
      lines.removeFirst(end + 1)
    }
    self.lines = lines.filter { !($0.hasPrefix("<!--") && $0.hasSuffix("-->")) }
    self.folder = folder
  }

  /// The pieces, in order.
  static func nodes(_ text: String, linksInto folder: String) -> [Node] {
    var card = CardText(text, linksInto: folder)
    var nodes: [Node] = []
    while let block = card.block() { nodes += block }
    return nodes
  }

  private var line: String? { lines.indices.contains(place) ? lines[place] : nil }

  private mutating func block() -> [Node]? {
    guard let line else { return nil }
    if line.hasPrefix("```") { return [code(line)] }
    if let level = CardText.level(line) { return headline(line, level) }
    if line.hasPrefix("|"), lines.indices.contains(place + 1), lines[place + 1].hasPrefix("|") {
      return [table()]
    }
    if line.hasPrefix("- ") { return [list()] }
    place += 1
    guard !line.isEmpty else { return [] }
    var text = line
    while let next = self.line, !next.isEmpty, !CardText.beginsBlock(next) {
      text += " " + next
      place += 1
    }
    return [element("p") { InlineText(text, linksInto: folder).nodes }]
  }

  private static func beginsBlock(_ line: String) -> Bool {
    line.hasPrefix("```") || line.hasPrefix("|") || line.hasPrefix("- ") || level(line) != nil
  }

  private static func level(_ line: String) -> Int? {
    let marks = line.prefix { $0 == "#" }.count
    return (1...6).contains(marks) && line.dropFirst(marks).first == " " ? marks : nil
  }

  /// The title is that of the page.
  private mutating func headline(_ line: String, _ level: Int) -> [Node] {
    place += 1
    guard level > 1 else { return [] }
    let nodes = InlineText(String(line.dropFirst(level + 1)), linksInto: folder).nodes
    heading = nodes.map(\.plainText).joined()
    tables = 0
    return [level == 2 ? element("h3") { nodes } : element("h4") { nodes }]
  }

  private mutating func code(_ fence: String) -> Node {
    let end = String(fence.prefix { $0 == "`" })
    place += 1
    let start = place
    while let line, line != end { place += 1 }
    let text = lines[start..<place].joined(separator: "\n")
    place += 1
    return element("pre", ["tabindex": "0"]) { text }
  }

  private mutating func list() -> Node {
    var items: [String] = []
    while let line {
      if line.hasPrefix("- ") {
        items.append(String(line.dropFirst(2)))
      } else if line.hasPrefix("  "), let last = items.popLast() {
        items.append(last + " " + line.drop { $0 == " " })
      } else {
        break
      }
      place += 1
    }
    return element("ul", ["class": "findings"]) {
      for item in items { element("li") { InlineText(item, linksInto: folder).nodes } }
    }
  }

  private mutating func table() -> Node {
    let head = CardText.cells(lines[place])
    place += 2
    var rows: [[String]] = []
    while let line, line.hasPrefix("|") {
      rows.append(CardText.cells(line))
      place += 1
    }
    tables += 1
    let name = tables == 1 ? "\(heading), card" : "\(heading), card, table \(tables)"
    return Scrolling.region(name) {
      element("table", ["class": "prose"]) {
        element("thead") {
          element("tr") {
            for cell in head {
              let nodes = InlineText(cell, linksInto: folder).nodes
              // A head with nothing in it is none.
              if nodes.isEmpty {
                element("td")
              } else {
                element("th", ["scope": "col"]) { nodes }
              }
            }
          }
        }
        element("tbody") {
          for row in rows {
            element("tr") {
              for cell in row { element("td") { InlineText(cell, linksInto: folder).nodes } }
            }
          }
        }
      }
    }
  }

  /// The cells of a line; bars in them are behind a backslash, also in code.
  private static func cells(_ line: String) -> [String] {
    var cells: [String] = []
    var cell = ""
    var isEscaped = false
    for scalar in line.unicodeScalars {
      if scalar == "|", !isEscaped {
        cells.append(cell)
        cell = ""
      } else {
        cell.unicodeScalars.append(scalar)
      }
      isEscaped = scalar == "\\" && !isEscaped
    }
    return cells.dropFirst().map { String($0.trimmedOfSpaces) }
  }
}

extension String {
  fileprivate var trimmedOfSpaces: Substring {
    let start = drop { $0 == " " }
    guard let last = start.lastIndex(where: { $0 != " " }) else { return "" }
    return start[...last]
  }
}

extension Node {
  /// What of it is text.
  var plainText: String {
    switch self {
    case .text(let text): text
    case .element(_, _, let children): children.map(\.plainText).joined()
    case .style, .script: ""
    }
  }
}
