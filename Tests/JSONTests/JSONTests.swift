import Foundation
import JSON
import TestSupport
import Testing

@Suite struct JSONTests {
  private func parse(_ text: String, rules: JSONRules = .strict) throws -> JSONValue {
    try JSONValue(parsing: Array(text.utf8), rules: rules)
  }

  private func error(_ bytes: [UInt8], rules: JSONRules = .strict) -> JSONSyntaxError? {
    #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: bytes, rules: rules) }
  }

  @Test("Canonical JSON has sorted keys and one spelling for each value") func canonicalSpelling()
    throws
  {
    let text = """
      { "b" : [ 1, -0, 1.50, 1e999, 123456789012345678901234567890, true, false, null ],
        "a" : { "z": "", "\\u00e9": "\\u0041\\n\\/\\"\\\\\\u001f\\ud83d\\ude00" }, "" : [ ], "c":{} }
      """
    let value = try parse(text)
    let canonical = String(decoding: value.canonicalBytes, as: UTF8.self)
    #expect(
      canonical == """
        {"":[],"a":{"z":"","é":"A\\n/\\"\\\\\\u001f😀"},"b":[1,-0,1.50,1e999,\
        123456789012345678901234567890,true,false,null],"c":{}}
        """)
    #expect(try parse(canonical) == value)
    #expect(try parse(value.indentedText).canonicalBytes == value.canonicalBytes)
    #expect(JSONDocument.keysAreSorted(in: value.indentedText))
  }

  @Test("Finite numbers keep their value as text, and infinity and NaN are no JSON numbers")
  func numbers() {
    #expect(JSONNumber(0.1)?.text == "0.1")
    #expect(JSONNumber(3.0)?.text == "3")
    #expect(JSONNumber(1e300)?.text == "1e+300")
    #expect(JSONNumber(.infinity) == nil)
    #expect(JSONNumber(.nan) == nil)
    #expect(JSONNumber(1e-7)?.double == 1e-7)
    #expect(JSONNumber(Int.min).whole == Int.min)
  }

  @Test(
    "Malformed JSON is refused with line, column and reason",
    arguments: [
      ("", 1, 1, "expected a value but found the end"),
      ("{", 1, 2, "expected a key"),
      ("{\"a\":1,}", 1, 8, "expected a key"),
      ("{\"a\" 1}", 1, 6, "expected ':'"),
      ("[1 2]", 1, 4, "expected ',' or ']' but found '2'"),
      ("[1,]", 1, 4, "expected a value"),
      ("[1}", 1, 3, "expected ',' or ']'"),
      ("\n\n  {\"a\":1,\n\"a\":2}", 4, 1, "the key 'a' is there twice"),
      ("{\"a\":1,\"\\u0061\":2}", 1, 8, "the key 'a' is there twice"),
      ("01", 1, 1, "begin with 0"),
      ("-", 1, 2, "expected a digit"),
      ("1.", 1, 3, "expected a digit"),
      ("1e+", 1, 4, "expected a digit"),
      ("+1", 1, 1, "expected a value"),
      (".5", 1, 1, "expected a value"),
      ("NaN", 1, 1, "expected a value"),
      ("-Infinity", 1, 2, "expected a digit"),
      ("nul", 1, 1, "expected a value"),
      ("1 1", 1, 3, "expected the end but found '1'"),
      ("\"a", 1, 3, "does not end"),
      ("\"a\nb\"", 1, 3, "control characters"),
      ("\"\\x\"", 1, 3, "unknown escape"),
      ("\"\\u12g4\"", 1, 6, "four hexadecimal digits"),
      ("\"\\ud800\"", 1, 2, "half a surrogate pair"),
      ("\"\\udc00\"", 1, 2, "half a surrogate pair"),
      ("\"\\ud800\\u0041\"", 1, 2, "half a surrogate pair"),
      ("'a'", 1, 1, "expected a value"),
      ("\u{FEFF}1", 1, 1, "expected a value but found the byte 0xef"),
      ("[1,\u{a0}2]", 1, 4, "expected a value"),
      ("{1:2}", 1, 2, "expected a key in quotes"),
    ])
  func malformed(text: String, line: Int, column: Int, message: String) {
    guard let error = error(Array(text.utf8)) else { return }
    #expect(error.line == line && error.column == column, "\(text): \(error)")
    #expect(error.message.contains(message), "\(text): \(error)")
  }

  @Test(
    "Bytes that are not UTF-8 are refused with their offset",
    arguments: [[0x22, 0xFF, 0x22], [0x22, 0xC3, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22]])
  func encoding(bytes: [UInt8]) {
    guard let error = error(bytes) else { return }
    #expect(error.offset == 1)
    #expect(error.message.contains("is not UTF-8"), "\(error)")
  }

  @Test("Depth and size are limited") func limits() throws {
    let nested = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
    #expect(try parse(nested) != .null)
    #expect(error(Array("[\(nested)]".utf8))?.offset == 64)
    // Depth is refused before the stack is used up, whatever its size.
    #expect(error(Array(repeating: 0x5B, count: 1 << 20)) != nil)
    #expect(error(Array("[1,2,3]".utf8), rules: .strict.limited(to: 6)) != nil)
    #expect(error(Array("[1,2,3]".utf8), rules: .strict.limited(to: 1 << 20, values: 3)) != nil)
    #expect(try parse("[1,2,3]", rules: .strict.limited(to: 7, values: 4)) != .null)
  }

  /// Foundation's reader accepts what ours accepts, and sees the same.
  @Test("Foundation's reader accepts what ours accepts, and reads the same")
  func againstFoundation() throws {
    var random = SeededGenerator(seed: 6)
    let seed = Array(try JSONEncoding.text(CodingTests.Sample()).utf8)
    var accepted = 0
    for _ in 0..<2000 {
      var bytes = seed
      for _ in 0..<Int.random(in: 0...2, using: &random) {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] ^=
          1 << UInt8.random(in: 0..<8, using: &random)
      }
      guard let value = try? JSONValue(parsing: bytes) else { continue }
      accepted += 1
      let theirs = try? JSONDocument(String(decoding: bytes, as: UTF8.self))
      let ours = try? JSONDocument(String(decoding: value.canonicalBytes, as: UTF8.self))
      #expect(theirs == ours)
    }
    #expect(accepted > 500)
  }
}
