import Files

/// Reads the XML of annotation tools: elements and text.
///
/// Nothing is ever fetched or expanded: a document type, which could ask for both, is refused.
struct MarkupReader {
  /// How deep elements may be nested.
  static let deepest = 32

  let bytes: [UInt8]
  private var position = 0
  private var line = 1

  /// Reads a whole text, which must be UTF-8.
  static func root(of bytes: [UInt8]) throws(MarkupError) -> MarkupElement {
    guard !bytes.starts(with: [0xFE, 0xFF]), !bytes.starts(with: [0xFF, 0xFE]) else {
      throw MarkupError(line: 1, message: "is UTF-16; save it as UTF-8")
    }
    guard CombiningMarks.areFew(in: bytes) else {
      throw MarkupError(line: 1, message: CombiningMarks.problem)
    }
    var reader = MarkupReader(bytes: bytes)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { reader.position = 3 }
    try reader.skipMiscellany()
    guard reader.isAt("<") else {
      throw reader.error("expected an element but found \(reader.found); is it XML?")
    }
    let root = try reader.element(depth: 1)
    try reader.skipMiscellany()
    guard reader.position == bytes.count else {
      throw reader.error("expected the end of the file but found \(reader.found)")
    }
    return root
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private mutating func element(depth: Int) throws(MarkupError) -> MarkupElement {
    guard depth <= MarkupReader.deepest else {
      throw error("elements are nested more than \(MarkupReader.deepest) deep")
    }
    let start = line
    advance(1)
    var element = MarkupElement(name: try name(), line: start)
    if try endOfTag() { return element }
    var text: [UInt8] = []
    while true {
      if isAt("</") {
        advance(2)
        let end = try name()
        guard end == element.name else {
          throw error("</\(end)> ends <\(element.name)> of line \(start)")
        }
        skipSpace()
        guard isAt(">") else { throw error("expected '>' but found \(found)") }
        advance(1)
        break
      } else if try skipComment() {
        continue
      } else if isAt("<![CDATA[") {
        advance(9)
        text += try content(upTo: "]]>")
      } else if isAt("<!") {
        throw error("expected an element, a comment or CDATA but found a declaration")
      } else if isAt("<") {
        element.children.append(try self.element(depth: depth + 1))
      } else if isAt("&") {
        text += Array(String(try entity()).utf8)
      } else if position < bytes.count {
        text.append(bytes[position])
        advance(1)
      } else {
        throw error("<\(element.name)> of line \(start) does not end; the file may be cut short")
      }
    }
    // Entities may stand for marks.
    guard CombiningMarks.areFew(in: text) else { throw error(CombiningMarks.problem) }
    element.text = String(decoding: text.trimmed, as: UTF8.self)
    return element
  }

  /// Goes past attributes and the end of a tag; whether the element ends with it.
  private mutating func endOfTag() throws(MarkupError) -> Bool {
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: ">"):
        advance(1)
        return false
      case UInt8(ascii: "/") where isAt("/>"):
        advance(2)
        return true
      case UInt8(ascii: "\""):
        advance(1)
        _ = try content(upTo: "\"")
      case UInt8(ascii: "'"):
        advance(1)
        _ = try content(upTo: "'")
      case UInt8(ascii: "<"): throw error("expected '>' but found '<'")
      default: advance(1)
      }
    }
    throw error("a tag does not end; the file may be cut short")
  }

  private mutating func name() throws(MarkupError) -> String {
    let start = position
    let ends = Array(" \t\r\n/>=<&\"'".utf8)
    while position < bytes.count, !ends.contains(bytes[position]) { advance(1) }
    guard position > start else { throw error("expected a name but found \(found)") }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  /// The character that an entity stands for; those of a document type are not known.
  private mutating func entity() throws(MarkupError) -> Unicode.Scalar {
    advance(1)
    // The longest is &#x10FFFF;
    let name = bytes[position...].prefix(9).prefix { $0 != UInt8(ascii: ";") }
    let text = String(decoding: name, as: UTF8.self)
    let scalar: Unicode.Scalar? =
      switch text {
      case "lt": "<"
      case "gt": ">"
      case "amp": "&"
      case "quot": "\""
      case "apos": "'"
      case _ where text.hasPrefix("#x"):
        UInt32(text.dropFirst(2), radix: 16).flatMap(Unicode.Scalar.init)
      case _ where text.hasPrefix("#"):
        UInt32(text.dropFirst()).flatMap(Unicode.Scalar.init)
      default: nil
      }
    advance(name.count)
    guard let scalar, isAt(";") else { throw error("'&\(text)' is no known entity; '&' is &amp;") }
    advance(1)
    return scalar
  }

  /// Goes past white space, comments and instructions outside of the root.
  private mutating func skipMiscellany() throws(MarkupError) {
    repeat { skipSpace() } while try skipComment()
    if isAt("<!") {
      throw error("has a document type, which annotations do not need; remove it")
    }
  }

  /// Goes past a comment or an instruction, if there is one.
  private mutating func skipComment() throws(MarkupError) -> Bool {
    if isAt("<!--") {
      advance(4)
      _ = try content(upTo: "-->")
      return true
    }
    if isAt("<?") {
      advance(2)
      _ = try content(upTo: "?>")
      return true
    }
    return false
  }

  private mutating func content(upTo end: StaticString) throws(MarkupError) -> [UInt8] {
    let start = position
    while position < bytes.count {
      if isAt(end) {
        defer { advance(end.utf8CodeUnitCount) }
        return Array(bytes[start..<position])
      }
      advance(1)
    }
    throw error("expected '\(end)' but found the end of the file; it may be cut short")
  }

  private mutating func skipSpace() {
    while position < bytes.count, bytes[position].isSpace { advance(1) }
  }

  private mutating func advance(_ count: Int) {
    for _ in 0..<count where position < bytes.count {
      if bytes[position] == 0x0A { line += 1 }
      position += 1
    }
  }

  private func isAt(_ text: StaticString) -> Bool {
    text.withUTF8Buffer { bytes[position...].starts(with: $0) }
  }

  private func error(_ message: String) -> MarkupError { MarkupError(line: line, message: message) }

  private var found: String {
    guard position < bytes.count else { return "the end of the file" }
    let byte = bytes[position]
    return (0x21...0x7E).contains(byte)
      ? "'\(Unicode.Scalar(byte))'" : "the byte 0x\(String(byte, radix: 16))"
  }
}

extension UInt8 {
  fileprivate var isSpace: Bool { self == 0x20 || self == 0x0A || self == 0x0D || self == 0x09 }
}

extension [UInt8] {
  /// Without white space at the ends.
  fileprivate var trimmed: ArraySlice<UInt8> {
    guard let first = firstIndex(where: { !$0.isSpace }),
      let last = lastIndex(where: { !$0.isSpace })
    else { return [] }
    return self[first...last]
  }
}

/// An element of an XML text; attributes are not kept.
struct MarkupElement: Sendable {
  let name: String
  /// The line on which it begins, counted from 1.
  let line: Int
  /// What stands between its tags, outside of its children, without white space at the ends.
  var text = ""
  var children: [MarkupElement] = []

  /// The first child of a name.
  func child(_ name: String) -> MarkupElement? { children.first { $0.name == name } }
}

/// Where a text stops being the XML that is read here.
struct MarkupError: Error {
  /// Counted from 1.
  let line: Int
  /// What was found and what was expected.
  let message: String
}
