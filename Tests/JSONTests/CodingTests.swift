import Foundation
import JSON
import TestSupport
import Testing

/// Codable types in JSON: as Foundation has it, whose files are in stores and reports.
@Suite struct CodingTests {
  /// A value with everything that JSON can hold.
  struct Sample: Codable, Hashable {
    enum Kind: String, Codable { case one, two }

    struct Inner: Codable, Hashable {
      var text = "a/b\u{1}\u{1F}\u{7F}é\"\\\n\t\u{8}\u{C}\r\u{2028}🙂"
      var none: Int?
      var some: Int? = 3
    }

    var truth = true
    var whole = -42
    var small: Int8 = -128
    var large = UInt64.max
    var reals: [Double] = [0, -0, 1, 1.5, 1e-5, 1e16, 1e300, 9_007_199_254_740_992, 0.1, -2.5e-7]
    var floats: [Float] = [0.1, 1e10, 16_777_216, .leastNonzeroMagnitude]
    var empty: [Int] = []
    var nested: [[String]] = [[], ["x"], ["y", "z"]]
    var names: [String: Int] = ["b": 1, "a": 2, "B": 3, "ä": 4, "a10": 5, "a9": 6]
    var nothing: [String: Int] = [:]
    var kind = Kind.two
    var inner = Inner()
    var list = [Inner(some: nil), Inner(text: "")]
  }

  @Test("A value is written as Foundation writes it: indented, keys sorted, slashes as they are")
  func asFoundation() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let expected = String(decoding: try encoder.encode(Sample()), as: UTF8.self)
    #expect(try JSONEncoding.text(Sample()) == expected)
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let compact = Array(try encoder.encode(Sample()))
    #expect(try JSONEncoding.tree(Sample()).canonicalBytes == compact)
  }

  @Test("Numbers at random are written as Foundation writes them, and read back the same")
  func numbers() throws {
    var generator = SeededGenerator(seed: 7)
    let encoder = JSONEncoder()
    for _ in 0..<2000 {
      let double = Double(bitPattern: UInt64.random(in: 0...UInt64.max, using: &generator))
      let float = Float(bitPattern: UInt32.random(in: 0...UInt32.max, using: &generator))
      if double.isFinite {
        let text = try JSONEncoding.text([double])
        #expect(
          try JSONEncoding.tree([double]).canonicalBytes == Array(try encoder.encode([double])))
        #expect(try JSONDecoding.decode([Double].self, from: Array(text.utf8)) == [double])
      }
      if float.isFinite {
        #expect(
          try JSONEncoding.tree([float]).canonicalBytes == Array(try encoder.encode([float])))
        let text = try JSONEncoding.text([float])
        #expect(try JSONDecoding.decode([Float].self, from: Array(text.utf8)) == [float])
      }
    }
  }

  @Test("A value is read back as it was written, by us and by Foundation")
  func roundTrip() throws {
    let text = Array(try JSONEncoding.text(Sample()).utf8)
    #expect(try JSONDecoding.decode(Sample.self, from: text) == Sample())
    #expect(try JSONDecoder().decode(Sample.self, from: Data(text)) == Sample())
  }

  @Test("What JSON cannot hold is not written", arguments: [Double.nan, .infinity, -.infinity])
  func unwritable(_ number: Double) {
    #expect(throws: EncodingError.self) { try JSONEncoding.text([number]) }
  }

  @Test(
    "What is not as needed is named with its place, what is there and what is needed",
    arguments: [
      (#"{"list": [{"text": 3}]}"#, "the key 'truth' is missing"),
      (#"{"truth": 1}"#, "truth: is 1, where true or false is needed"),
      (#"{"truth": true, "whole": 1.5}"#, "whole: is 1.5, where a whole number"),
      (#"{"truth": true, "whole": 1, "small": 300}"#, "small: is 300, where a whole number"),
      (
        #"{"truth": true, "whole": 1e2, "small": 0, "large": 0, "reals": [0, "x"]}"#,
        "reals[1]: is 'x', where a finite number is needed"
      ),
      (#"[]"#, "is an array of 0, where an object is needed"),
    ])
  func mistakes(_ text: String, _ message: String) {
    let error = #expect(throws: JSONDecodingError.self) {
      try JSONDecoding.decode(Sample.self, from: Array(text.utf8))
    }
    #expect(error?.description.hasPrefix(message) == true, "\(String(describing: error))")
  }

  @Test("Numbers that do not fit are refused", arguments: ["1e999", "-1e999"])
  func overflow(_ text: String) {
    #expect(throws: JSONDecodingError.self) {
      try JSONDecoding.decode([Double].self, from: Array("[\(text)]".utf8))
    }
  }
}
