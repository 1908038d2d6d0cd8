import Files
import Testing

/// Runs of marks are found however they are written.
@Suite("Combining marks")
struct CombiningMarksTests {
  private static func find(_ text: String, escaped: Bool = false) -> Int? {
    Array(text.utf8).withUnsafeBytes { CombiningMarks.excess(in: $0, escaped: escaped) }
  }

  @Test("A run that is one too long is found at its last mark")
  func limit() {
    let most = CombiningMarks.longestRun
    #expect(Self.find("a" + String(repeating: "\u{301}", count: most)) == nil)
    #expect(Self.find("a" + String(repeating: "\u{301}", count: most + 1)) == 1 + 2 * most)
    let broken = String(repeating: "\u{301}", count: most) + "a"
    #expect(Self.find(broken + broken + broken) == nil)
  }

  @Test("Marks beyond the first plane and of three bytes count, letters do not")
  func kinds() {
    let count = CombiningMarks.longestRun + 1
    for mark in ["\u{301}", "\u{316}", "\u{20D0}", "\u{1D165}"] {
      #expect(Self.find(String(repeating: mark, count: count)) != nil, "\(mark)")
    }
    for letter in ["a", "ä", "中", "😀", "\u{34F}", "\u{300A}"] {
      #expect(Self.find(String(repeating: letter, count: count)) == nil, "\(letter)")
    }
  }

  @Test("Escapes count where they stand for characters, surrogate pairs too")
  func escapes() {
    let count = CombiningMarks.longestRun + 1
    for escape in ["\\u0301", "\\U00000301", "\\ud834\\udd65", "\\uD834\\uDD65"] {
      let text = String(repeating: escape, count: count)
      #expect(Self.find(text, escaped: true) != nil, "\(escape)")
      #expect(Self.find(text) == nil, "\(escape)")
    }
    for escape in ["\\n", "\\u0041", "\\ud83d\\ude00", "\\ud834", "\\u03", "\\"] {
      #expect(Self.find(String(repeating: escape, count: count), escaped: true) == nil, "\(escape)")
    }
  }

  @Test("Bytes that are no UTF-8 are passed over")
  func damage() {
    var bytes: [UInt8] = []
    for value in 0..<100_000 {
      bytes.append(UInt8(truncatingIfNeeded: value &* 2_654_435_761 >> 11))
    }
    #expect(CombiningMarks.areFew(in: bytes))
    #expect(CombiningMarks.areFew(in: [0xCC], escaped: true))
    #expect(CombiningMarks.count(in: Array("e\u{301}\\u0301".utf8), escaped: true) == 2)
  }
}
