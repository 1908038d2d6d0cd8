import Text

/// A piece of a page.
///
/// Names of elements and attributes can only be written in the program; all that comes from
/// elsewhere is text or the value of an attribute, and is escaped.
indirect enum Node: Sendable {
  /// Text that people read.
  case text(String)
  /// An element with its attributes.
  case element(StaticString, [(name: StaticString, value: String)], [Node])
  /// The style sheet.
  case style(StaticString)
  /// A script of the program's own.
  case script(StaticString)
}

/// An element; attributes that are nil are left out.
func element(
  _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String?> = [:],
  @NodeBuilder _ children: () -> [Node] = { [] }
) -> Node {
  .element(
    name, attributes.compactMap { entry in entry.value.map { (entry.key, $0) } }, children())
}

extension Node {
  /// Elements that end with their first tag.
  private static let empty: Set<String> = ["img", "input", "link", "meta", "br"]
  /// Elements that begin a line, so that pages can be read and compared as text.
  private static let lines: Set<String> = [
    "article", "body", "dd", "details", "div", "dt", "dl", "figcaption", "figure", "footer", "g",
    "form", "h1", "h2", "h3", "h4", "head", "header", "html", "label", "li", "link", "main", "meta",
    "nav", "ol", "p", "section",
    "pre", "style", "svg", "table", "tbody", "thead", "title", "tr", "ul",
  ]

  /// Appends the piece as HTML, or as XML, in which every element has an end.
  func write(to html: inout String, asXML: Bool = false) {
    switch self {
    case .text(let text): Node.escape(text, into: &html)
    case .style(let sheet): html += "<style>\n\(sheet)\n</style>"
    case .script(let text): html += "\n<script>\n\(text)\n</script>"
    case .element(let name, let attributes, let children):
      let name = "\(name)"
      if Node.lines.contains(name), html.last != "\n" { html += "\n" }
      html += "<\(name)"
      for attribute in attributes {
        html += " \(attribute.name)=\""
        Node.escape(attribute.value, into: &html)
        html += "\""
      }
      html += ">"
      guard asXML || !Node.empty.contains(name) else { return }
      for child in children { child.write(to: &html, asXML: asXML) }
      html += "</\(name)>"
    }
  }

  /// Appends text that stays text, also within the quotes of an attribute.
  private static func escape(_ text: String, into html: inout String) {
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": html += "&amp;"
      case "<": html += "&lt;"
      case ">": html += "&gt;"
      case "\"": html += "&quot;"
      case "'": html += "&#39;"
      case "\t", "\n": html.unicodeScalars.append(scalar)
      case _ where scalar.isPrintable: html.unicodeScalars.append(scalar)
      // Control characters have no place in HTML, and those that turn the direction of writing
      // would change what lies around them.
      default: html += String(scalar).printable
      }
    }
  }
}
