/// A line of Markdown: code, strong words, links, and text with its escapes.
struct InlineText {
  private let scalars: [Unicode.Scalar]
  private let folder: String
  private var place = 0

  /// Reads a line; links that are no addresses of the web lead into a folder.
  init(_ text: String, linksInto folder: String) {
    scalars = Array(text.unicodeScalars)
    self.folder = folder
  }

  /// The pieces.
  var nodes: [Node] {
    var reader = self
    return reader.read()
  }

  private mutating func read() -> [Node] {
    var nodes: [Node] = []
    var text = String.UnicodeScalarView()
    func flush() {
      if !text.isEmpty { nodes.append(.text(String(text))) }
      text = String.UnicodeScalarView()
    }
    while place < scalars.count {
      if let node = code() ?? link() ?? strong() {
        flush()
        nodes.append(node)
        continue
      }
      if let (scalar, count) = entity() {
        text.append(scalar)
        place += count
        continue
      }
      if scalars[place] == "\\", place + 1 < scalars.count, InlineText.isMark(scalars[place + 1]) {
        place += 1
      }
      text.append(scalars[place])
      place += 1
    }
    flush()
    return nodes
  }

  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII && scalar.value > 32 && scalar.value < 127
      && !scalar.properties.isAlphabetic && !("0"..."9").contains(scalar)
  }

  /// Between as many marks as it begins with; bars have a backslash before them in tables.
  private mutating func code() -> Node? {
    let marks = scalars[place...].prefix { $0 == "`" }.count
    guard marks > 0 else { return nil }
    var next = place + marks
    while next < scalars.count {
      let run = scalars[next...].prefix { $0 == "`" }.count
      if run == marks {
        var inner = String(String.UnicodeScalarView(scalars[(place + marks)..<next]))
        inner = inner.replacing("\\|", with: "|")
        if inner.hasPrefix(" "), inner.hasSuffix(" "), inner.count > 2 {
          inner = String(inner.dropFirst().dropLast())
        }
        place = next + marks
        return element("code") { inner }
      }
      next += max(run, 1)
    }
    // Without an end it is text, all of its marks at once.
    let text = String(repeating: "`", count: marks)
    place += marks
    return .text(text)
  }

  private mutating func strong() -> Node? {
    guard scalars[place...].starts(with: ["*", "*"]),
      let end = end(of: ["*", "*"], from: place + 2), end > place + 2
    else { return nil }
    let inner = String(String.UnicodeScalarView(scalars[(place + 2)..<end]))
    place = end + 2
    return element("strong") { InlineText(inner, linksInto: folder).nodes }
  }

  private mutating func link() -> Node? {
    guard scalars[place] == "[", let middle = end(of: ["]", "("], from: place + 1) else {
      return nil
    }
    let isQuoted = middle + 2 < scalars.count && scalars[middle + 2] == "<"
    let start = middle + (isQuoted ? 3 : 2)
    guard let end = end(of: isQuoted ? [">", ")"] : [")"], from: start) else { return nil }
    let name = String(String.UnicodeScalarView(scalars[(place + 1)..<middle]))
    let address = String(String.UnicodeScalarView(scalars[start..<end]))
    place = end + (isQuoted ? 2 : 1)
    let nodes = InlineText(name, linksInto: folder).nodes
    guard let target = target(address) else { return element("span") { nodes } }
    return element("a", ["href": target]) { nodes }
  }

  /// Only what leads to the web, or to a file of the folder.
  private func target(_ address: String) -> String? {
    if address.hasPrefix("https://") || address.hasPrefix("http://") { return address }
    let isPlain =
      !address.isEmpty && !address.hasPrefix("/") && !address.contains(":")
      && !address.contains("..") && !address.contains("\\")
    return isPlain ? "\(folder)/\(address)" : nil
  }

  private func end(of marks: [Unicode.Scalar], from start: Int) -> Int? {
    var next = start
    while next + marks.count <= scalars.count {
      if scalars[next...].starts(with: marks) { return next }
      next += scalars[next] == "\\" ? 2 : 1
    }
    return nil
  }

  private func entity() -> (Unicode.Scalar, Int)? {
    let known: [(String, Unicode.Scalar)] = [
      ("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""),
    ]
    return known.first { scalars[place...].starts(with: $0.0.unicodeScalars) }
      .map { ($0.1, $0.0.unicodeScalars.count) }
  }
}
