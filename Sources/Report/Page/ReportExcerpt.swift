import Digests
import Text

/// The images of a report, with what models found in them, as a part of another page.
///
/// They are read out of the page that was signed: whoever shows them needs neither images nor models. Taken is
/// what `ReportPage` writes and nothing else, so that no page gets elements or addresses of others.
public struct ReportExcerpt: Sendable {
  /// A file that the excerpt shows.
  public struct File: Sendable {
    /// Where the page looks for it.
    public var path: String
    /// A JPEG image.
    public var bytes: [UInt8]
  }

  /// The images, each once.
  public let files: [File]
  let nodes: [Node]
  /// The image that shows best what the last model finds: with most that float finds as well.
  let preview: Node?

  /// Reads the section of images.
  ///
  /// - Parameter folder: where the page will look for images.
  /// - Returns: nil for a report without such a section, or with one of another version.
  public init?(imagesOf report: [UInt8], in folder: String) {
    let (start, end) = (Array("<section id=\"images\"".utf8), Array("</section>".utf8))
    guard let first = report.place(of: start, from: 0),
      let headline = report.place(of: Array("</h2>".utf8), from: first),
      let last = report.place(of: end, from: headline)
    else { return nil }
    var reader = MarkupReader(report[(headline + 5)..<last], folder: folder)
    guard let nodes = reader.nodes(), !reader.files.isEmpty else { return nil }
    self.nodes = nodes
    var best: (score: Int, image: Node)?
    for article in nodes.flatMap({ $0.all("pair") }) {
      guard let image = article.all("image").last else { continue }
      let alone = image.count(ofClass: "alone")
      let score = min(image.count(ofClass: "box"), 12) - 4 * alone
      if score > best?.score ?? .min { best = (score, image) }
    }
    preview = best?.image
    files = reader.files.sorted { $0.key < $1.key }.map { File(path: $0.key, bytes: $0.value) }
  }
}

/// Reads what `Node` writes, as far as images with boxes need it.
private struct MarkupReader {
  private static let names = Dictionary(
    uniqueKeysWithValues: ([
      "article", "div", "figcaption", "figure", "h3", "img", "p", "span", "strong",
    ] as [StaticString]).map { ("\($0)", $0) })
  private static let attributes = Dictionary(
    uniqueKeysWithValues: ([
      "alt", "aria-hidden", "aria-label", "class", "height", "src", "style", "width",
    ] as [StaticString]).map { ("\($0)", $0) })
  private static let data = "data:image/jpeg;base64,"

  private(set) var files: [String: [UInt8]] = [:]
  private let folder: String
  private var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>, folder: String) {
    rest = bytes
    self.folder = folder
  }

  /// All that is left; nil where anything of it is not known.
  mutating func nodes() -> [Node]? {
    let nodes = children(of: nil)
    return rest.isEmpty ? nodes : nil
  }

  private mutating func children(of name: String?) -> [Node]? {
    var nodes: [Node] = []
    while let byte = rest.first {
      guard byte == UInt8(ascii: "<") else {
        guard let text = text(until: UInt8(ascii: "<")) else { return nil }
        // Between elements are the ends of lines that they begin with.
        if !text.allSatisfy(\.isWhitespace) { nodes.append(.text(text)) }
        continue
      }
      if rest.starts(with: "</".utf8) {
        guard let name, take("</\(name)>") else { return nil }
        return nodes
      }
      guard let node = element() else { return nil }
      nodes.append(node)
    }
    return name == nil ? nodes : nil
  }

  private mutating func element() -> Node? {
    guard take("<") else { return nil }
    let word = word()
    guard let name = MarkupReader.names[word] else { return nil }
    var attributes: [(name: StaticString, value: String)] = []
    while take(" ") {
      guard let attribute = MarkupReader.attributes[self.word()], take("=\""),
        let value = text(until: UInt8(ascii: "\"")), take("\""),
        let kept = accepted("\(attribute)", value)
      else { return nil }
      attributes.append((attribute, kept))
    }
    guard take(">") else { return nil }
    if word == "img" { return .element(name, attributes, []) }
    return children(of: word).map { .element(name, attributes, $0) }
  }

  /// The value to write; nil for one that could lead elsewhere.
  private mutating func accepted(_ name: String, _ value: String) -> String? {
    switch name {
    case "src":
      guard value.hasPrefix(MarkupReader.data),
        let bytes = Base64.bytes(of: value.dropFirst(MarkupReader.data.count))
      else { return nil }
      let path = "\(folder)/\("\(Digest(of: bytes))".prefix(16)).jpg"
      files[path] = bytes
      return path
    case "style":
      let isPlace = value.utf8.allSatisfy {
        (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) || ":;.%-".utf8.contains($0)
      }
      return isPlace ? value : nil
    default: return value
    }
  }

  private mutating func word() -> String {
    let letters = rest.prefix {
      (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-")
    }
    rest = rest.dropFirst(letters.count)
    return String(decoding: letters, as: UTF8.self)
  }

  private mutating func take(_ text: String) -> Bool {
    guard rest.starts(with: text.utf8) else { return false }
    rest = rest.dropFirst(text.utf8.count)
    return true
  }

  /// Text as it was before it was escaped.
  private mutating func text(until end: UInt8) -> String? {
    let raw = rest.prefix { $0 != end }
    rest = rest.dropFirst(raw.count)
    guard raw.contains(UInt8(ascii: "&")) else { return String(decoding: raw, as: UTF8.self) }
    var text: [UInt8] = []
    var left = raw
    let marks = [
      ("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"),
    ]
    while let byte = left.first {
      guard byte == UInt8(ascii: "&") else {
        text.append(byte)
        left = left.dropFirst()
        continue
      }
      guard let mark = marks.first(where: { left.starts(with: $0.0.utf8) }) else { return nil }
      text += mark.1.utf8
      left = left.dropFirst(mark.0.utf8.count)
    }
    return String(decoding: text, as: UTF8.self)
  }
}

extension [UInt8] {
  /// Where some bytes begin.
  fileprivate func place(of pattern: [UInt8], from start: Int) -> Int? {
    guard let first = pattern.first, start <= count else { return nil }
    var place = start
    while let next = self[place...].firstIndex(of: first) {
      if self[next...].starts(with: pattern) { return next }
      place = next + 1
    }
    return nil
  }
}

extension Node {
  /// How many elements in it have a class among others.
  fileprivate func count(ofClass styleClass: Substring) -> Int {
    guard case .element(_, let attributes, let children) = self else { return 0 }
    let isOne = attributes.contains {
      "\($0.name)" == "class" && $0.value.split(separator: " ").contains(styleClass)
    }
    return (isOne ? 1 : 0) + children.reduce(0) { $0 + $1.count(ofClass: styleClass) }
  }

  /// The elements of a class in it.
  fileprivate func all(_ styleClass: String) -> [Node] {
    guard case .element(_, let attributes, let children) = self else { return [] }
    let isOne = attributes.contains { "\($0.name)" == "class" && $0.value == styleClass }
    return isOne ? [self] : children.flatMap { $0.all(styleClass) }
  }
}
