import Foundation
import TestSupport
import Testing
import Zoo

/// What YAML can do and recipes cannot, and what is no YAML at all.
struct RecipeYAMLTests {
  private static let sound = RecipeSamples.sound

  @Test(
    "Invalid YAML and YAML beyond the recipe's subset are refused at their place",
    arguments: [
      ("", "1:1", "is empty"), ("# only a comment\n", "1:1", "is empty"),
      ("---\n", "2:1", "a mapping of keys"), ("just text", "1:1", "a mapping of keys"),
      ("- a\n- b\n", "1:1", "is a list"), ("a: b\n---\nc: d\n", "2:1", "second document"),
      ("a: b: c\n", "1:5", "is no YAML"), ("a: [b\nc: d\n", "2:2", "is no YAML"),
      ("a: \"b\n", "2:1", "is no YAML"), ("a: b\n c: d\n", "2:3", "is no YAML"),
      ("a:\tb\n", "1:3", "a tab"), ("a: b\u{0}\n", "1:5", "a control character"),
      ("a: \u{1B}[31m\n", "1:4", "a control character"), ("a: b\u{85}c: d", "1:5", "control"),
      ("a: b\rc: d\n", "1:6", "carriage return"), ("a: b\u{2028}", "1:5", "line separator"),
      ("a: b\u{FEFF}", "1:5", "byte order mark"), ("a: \u{FFFF}", "1:4", "no character"),
      ("a: &x b\n", "1:4", "anchor"), ("a: *x\n", "1:4", "alias"), ("a: !!str b\n", "1:4", "tag"),
      ("a: !x [b]\n", "1:4", "tag"), ("!x\na: b\n", "1:1", "tag"),
      ("%TAG !a! b\n---\na: b\n", "1:2", "%TAG"), ("a: b\n...\n%TAG !a! b\n", "3:2", "%TAG"),
      ("a: {<<: {b: c}}\n", "1:5", "merges"),
      ("? [a]\n: b\n", "1:3", "in the place of a key"), ("? &a b\n: c\n", "1:3", "anchor"),
      ("a: [[[[[[[[[[[[[[[[[[[x]]]]]]]]]]]]]]]]]]]\n", "1:19", "deeper"),
    ])
  func refused(text: String, place: String, words: String) throws {
    let told = RecipeSamples.mistakes(in: text)
    let line = try #require(told.first { $0.hasPrefix("demo.yaml:\(place): ") }, "\(told)")
    #expect(line.contains(words), "\(line)")
  }

  @Test("Text that is not UTF-8 is refused") func notUTF8() {
    for bytes: [UInt8] in [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80]] {
      let told = RecipeSamples.mistakes(in: Array("a: é\nb: xy".utf8) + bytes)
      #expect(told == ["demo.yaml:2:6: is not UTF-8; save the file in UTF-8"])
    }
    let wide = Array("a: b".utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] })
    #expect(RecipeSamples.mistakes(in: [0xFF, 0xFE] + wide).count == 1)
    #expect(!RecipeSamples.mistakes(in: wide).isEmpty)
  }

  @Test("Line ends and a byte order mark do not matter") func endingsAndMarksThatDoNotMatter()
    throws
  {
    let recipe = try RecipeSamples.read(RecipeYAMLTests.sound)
    for text in [
      "\u{FEFF}" + RecipeYAMLTests.sound,
      RecipeYAMLTests.sound.replacingOccurrences(of: "\n", with: "\r\n"),
      "%YAML 1.2\n---\n" + RecipeYAMLTests.sound + "...\n",
      "# R&D, a & b\n" + RecipeYAMLTests.sound,
    ] {
      var other = try RecipeSamples.read(text)
      other.digest = recipe.digest
      #expect(other == recipe)
    }
    // Places do not move because of a byte order mark, which nobody sees.
    #expect(RecipeSamples.mistakes(in: "\u{FEFF}a:\t").first?.hasPrefix("demo.yaml:1:3: ") == true)
  }

  @Test("Too large files are refused") func tooLarge() {
    let text = RecipeYAMLTests.sound + String(repeating: "# filler\n", count: 1 << 17)
    let told = RecipeSamples.mistakes(in: text)
    #expect(told.count == 1)
    #expect(told[0].contains("more than the 1048576 that are read"))
  }

  /// Neither a crash nor a wait, whatever a megabyte holds.
  @Test(
    "A hostile megabyte neither crashes nor hangs",
    arguments: [
      "[", "{", "{a: ", "- ", "? ", "[[],", "a: ", "\"", "'", "&a ", "*a ", "&a [", "!", "|\n",
      "a\n",
      "- a\n", "a: b\n", "#", "%", "%TAG !a! b\n", "\\", ", ", "}", "é", "--- ", "...\n",
      "[a: {b: ",
    ])
  func megabytes(of part: String) {
    let count = 1_000_000 / part.utf8.count
    for prefix in ["", "a: \""] {
      #expect(!RecipeSamples.mistakes(in: prefix + String(repeating: part, count: count)).isEmpty)
    }
  }

  @Test("Deep nesting is refused") func deepNesting() async {
    // On a thread of the pool, whose stack may be smaller than the main one's.
    let told = await Task.detached {
      ["[", "{a: ", "- ", "? "].map {
        RecipeSamples.mistakes(in: "a: " + String(repeating: $0, count: 100_000))
          + RecipeSamples.mistakes(in: String(repeating: $0, count: 900))
          + RecipeSamples.mistakes(in: String(repeating: $0, count: 900) + "x\n")
      }
    }.value
    #expect(told.allSatisfy { !$0.isEmpty })
    // Deep by indentation alone.
    var text = ""
    for depth in 0..<1300 { text += String(repeating: " ", count: depth) + "a:\n" }
    #expect(!RecipeSamples.mistakes(in: text).isEmpty)
  }

  /// What is told of very many mistakes is about the first of them, and the same each time.
  @Test("Of very many mistakes the first are reported") func unknownKeysInTheOrderOfTheFile() {
    let told = RecipeSamples.mistakes(in: (0..<100_000).map { "k\($0): 1\n" }.joined())
    let lines = told.filter { $0.contains("is not known") }.map { $0.split(separator: ":")[1] }
    #expect(!lines.isEmpty && lines == (1...lines.count).map { "\($0)" })
  }

  /// The text of a text is taken as it is written, whatever YAML would make of it.
  @Test(
    "Texts are taken as written, whatever YAML would make of them",
    arguments: ["on", "1.10", "0x10", "2026-01-31", "true", "~x", "1_000", "- "])
  func plainTexts(text: String) throws {
    let written = RecipeYAMLTests.sound.replacingOccurrences(
      of: "title: Demo", with: text == "- " ? "title: '-'" : "title: \(text)")
    #expect(try RecipeSamples.read(written).title == text.trimmingCharacters(in: .whitespaces))
  }

  @Test("Duplicate keys are refused") func duplicateKeys() {
    let told = RecipeSamples.mistakes(
      in: RecipeYAMLTests.sound
        + "\"title\": x\nname: other\n'name': third\nother: [{a: 1, a: 2}]\n")
    #expect(
      told.filter { $0.contains("already") }.map { $0.split(separator: " ")[0] } == [
        "demo.yaml:31:1:", "demo.yaml:32:1:", "demo.yaml:33:1:", "demo.yaml:34:16:",
      ])
    #expect(told.contains { $0.hasPrefix("demo.yaml:34:1: the key 'other' is not known") })
    #expect(
      RecipeSamples.mistakes(in: "{\"\": a, \"\": b}").contains {
        $0.hasPrefix("demo.yaml:1:9: the key '' was given in line 1 already")
      })
    let many = RecipeSamples.mistakes(in: (0..<30000).map { "k\($0): 1\nk\($0): 2\n" }.joined())
    #expect(many.contains { $0.hasPrefix("demo.yaml:2:1: the key 'k0' was given in line 1") })
  }
}
