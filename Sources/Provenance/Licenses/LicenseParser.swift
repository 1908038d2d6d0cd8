import Text

/// Reads SPDX licence expressions. `+` binds closest, then WITH, AND, OR.
struct LicenseParser {
  private static let deepest = 64
  private static let longest = 1 << 16

  private let text: String
  private let bytes: [UInt8]
  private var position = 0
  private var depth = 0

  /// A parser at the beginning.
  init(_ text: String) {
    self.text = text
    bytes = Array(text.utf8)
  }

  /// Reads the whole text.
  mutating func expression() throws(LicenseSyntaxError) -> LicenseExpression.Form {
    guard bytes.count <= LicenseParser.longest else {
      throw .tooLong(byteCount: bytes.count, limit: LicenseParser.longest)
    }
    guard peek() != nil else { throw .empty }
    let form = try alternatives()
    guard peek() == nil else { throw error("AND, OR or the end") }
    return form
  }

  private mutating func alternatives() throws(LicenseSyntaxError) -> LicenseExpression.Form {
    var forms: [LicenseExpression.Form] = []
    repeat {
      let form = try conjunction()
      if case .any(let inner) = form { forms += inner } else { forms.append(form) }
    } while takeWord("OR")
    return forms.count == 1 ? forms[0] : .any(forms)
  }

  private mutating func conjunction() throws(LicenseSyntaxError) -> LicenseExpression.Form {
    var forms: [LicenseExpression.Form] = []
    repeat {
      let form = try operand()
      if case .all(let inner) = form { forms += inner } else { forms.append(form) }
    } while takeWord("AND")
    return forms.count == 1 ? forms[0] : .all(forms)
  }

  private mutating func operand() throws(LicenseSyntaxError) -> LicenseExpression.Form {
    guard peek() == UInt8(ascii: "(") else { return .term(try term()) }
    depth += 1
    guard depth <= LicenseParser.deepest else {
      throw .nestedTooDeep(text: text, limit: LicenseParser.deepest)
    }
    position += 1
    let form = try alternatives()
    guard peek() == UInt8(ascii: ")") else { throw error("AND, OR or ')'") }
    position += 1
    depth -= 1
    return form
  }

  private mutating func term() throws(LicenseSyntaxError) -> LicenseTerm {
    let start = position
    let id = try identifier("a licence", own: "LicenseRef-")
    var license = LicenseList.license(id) ?? id
    var isOrLater = false
    if position < bytes.count, bytes[position] == UInt8(ascii: "+") {
      // Some old identifiers of the list, such as GPL-2.0+, end in a plus themselves.
      if let listed = LicenseList.license(id + "+") { license = listed } else { isOrLater = true }
      guard !id.contains("LicenseRef-") else {
        throw error("no '+' after a licence of one's own")
      }
      position += 1
    }
    guard LicenseParser.isStatement(id) == false else {
      position = start
      throw error("a licence, as NOASSERTION and NONE stand only alone")
    }
    guard takeWord("WITH") else {
      return LicenseTerm(license: license, isOrLater: isOrLater, exception: nil)
    }
    let exception = try identifier("an exception", own: "AdditionRef-")
    return LicenseTerm(
      license: license, isOrLater: isOrLater,
      exception: LicenseList.exception(exception) ?? exception)
  }

  private static func isStatement(_ id: String) -> Bool {
    ["NOASSERTION", "NONE"].contains(id.uppercased())
  }

  /// Reads an identifier, or one of the author's own with the document it is from.
  private mutating func identifier(
    _ kind: String, own prefix: String
  ) throws(LicenseSyntaxError) -> String {
    _ = peek()
    let start = position
    let first = takeName()
    guard !first.isEmpty, !LicenseParser.isOperator(first) else {
      position = start
      throw error(kind)
    }
    guard position < bytes.count, bytes[position] == UInt8(ascii: ":") else {
      if first == prefix {
        position = start
        throw error("\(prefix) and a name")
      }
      guard !first.hasPrefix("DocumentRef-") else { throw error("':' and \(prefix)") }
      return first
    }
    guard first.hasPrefix("DocumentRef-"), first.utf8.count > 12 else {
      throw error("':' only after DocumentRef-NAME")
    }
    position += 1
    let second = takeName()
    guard second.hasPrefix(prefix), second != prefix else { throw error("\(prefix)NAME") }
    return "\(first):\(second)"
  }

  private mutating func takeName() -> String {
    let start = position
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."):
        position += 1
      default: return String(decoding: bytes[start..<position], as: UTF8.self)
      }
    }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  /// Operators are written all in capitals or all in small letters.
  private static func isOperator(_ word: String) -> Bool {
    ["AND", "OR", "WITH", "and", "or", "with"].contains(word)
  }

  private mutating func takeWord(_ word: String) -> Bool {
    _ = peek()
    let start = position
    let name = takeName()
    if name == word || name == word.lowercased() { return true }
    position = start
    return false
  }

  /// The next byte that is not white space, or nil at the end.
  private mutating func peek() -> UInt8? {
    while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) {
      position += 1
    }
    return position < bytes.count ? bytes[position] : nil
  }

  private func error(_ expected: String) -> LicenseSyntaxError {
    let rest = String(decoding: bytes[position...], as: UTF8.self)
    let word = rest.prefix { !$0.isWhitespace }.prefix(40)
    return .unexpected(
      text: text, column: position + 1, found: word.isEmpty ? "the end" : "'\(word)'",
      expected: expected)
  }
}

/// Why a text is no SPDX licence expression.
public enum LicenseSyntaxError: Failure, Hashable, Sendable {
  /// There is nothing but white space.
  case empty
  /// Something else was expected; the column counts bytes from 1.
  case unexpected(text: String, column: Int, found: String, expected: String)
  /// Brackets are nested deeper than in any expression that people write.
  case nestedTooDeep(text: String, limit: Int)
  /// The text is longer than any expression that people write.
  case tooLong(byteCount: Int, limit: Int)

  /// What was found, what was expected, and what to do.
  public var description: String {
    switch self {
    case .empty: "is no licence expression but empty; write NOASSERTION for an unknown licence"
    case .unexpected(let text, let column, let found, let expected):
      "'\(text.prefix(200))' is no SPDX licence expression: column \(column) has \(found), where "
        + "\(expected) is expected; write for example 'MIT OR Apache-2.0', 'LicenseRef-NAME' for "
        + "a licence that SPDX does not list, NOASSERTION for an unknown one"
    case .nestedTooDeep(_, let limit):
      "is a licence expression with brackets more than \(limit) deep; write it with fewer"
    case .tooLong(let byteCount, let limit):
      "is a licence expression of \(byteCount) bytes, more than the \(limit) that are read"
    }
  }
}

extension LicenseSyntaxError {
  /// What can be done about it.
  public var category: FailureCategory {
    .malformed
  }
}
