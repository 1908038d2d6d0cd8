import Foundation
import JSON
import TestSupport
import Testing
import Text

@Suite("Texts of files where people see them")
struct PrintableTests {
  static let texts = HostileTexts.fixed + HostileTexts.random(3000, seed: 1)

  @Test("Lines end at every end of line, and lose the white space around them")
  func trimmedLines() {
    #expect("a\r\n b \rc\u{2028}\u{85}\u{3000}d\n".trimmedLines == ["a", "b", "c", "", "d", ""])
    #expect("".trimmedLines == [""])
    #expect(
      " \u{301}e \u{1F1E6}\u{1F1E6}".trimmedLines.map { Array($0.utf8) }
        == [Array("\u{301}e \u{1F1E6}\u{1F1E6}".utf8)])
  }

  @Test("What is not printable is shown as its number, and all else stays")
  func numbers() {
    #expect("\u{1B}[31m".printable == "\\u{1B}[31m")
    #expect("a\nb\r\tc".printable == "a\\nb\\r\\tc")
    #expect("a\r\nb".printable == "a\\r\\nb")
    #expect("\u{202E}gnp".printable == "\\u{202E}gnp")
    #expect("\u{9B}\u{7F}\u{E0041}".printable == "\\u{9B}\\u{7F}\\u{E0041}")
    for text in ["José", "Jose\u{301}", "日本語", "عربى", "\u{1F600}", "❤\u{FE0F}", "a\\b", ""] {
      #expect(text.printable.utf8.elementsEqual(text.utf8))
    }
  }

  @Test("No text does harm, and none is changed twice")
  func harmless() {
    for text in Self.texts {
      let shown = text.printable
      #expect(HostileTexts.harm(in: shown).isEmpty && !shown.utf8.contains(0x0A), "\(shown)")
      #expect(shown.printable.utf8.elementsEqual(shown.utf8))
    }
  }

  @Test("Lines are those of the program alone")
  func lines() {
    for text in Self.texts {
      let lines: Lines = "one \(text)\ntwo \(text.unicodeScalars.first.map(String.init) ?? "")"
      #expect(lines.each.count == 2)
      #expect(HostileTexts.harm(in: lines.description).isEmpty)
      let nested: Lines = "\(lines): \([lines, Lines(text)].joined())"
      #expect(nested.each.count == 4)
    }
  }

  private struct Twofold: LinedError {
    let name: String
    var lines: Lines { "\(name): a\n\(name): b" }
  }

  private struct Plain: Error, CustomStringConvertible { let description: String }

  @Test("An error of several lines keeps them, any other has one")
  func errors() {
    let twofold = Twofold(name: "x\ny")
    #expect(Lines(twofold).each == ["x\\ny: a", "x\\ny: b"])
    #expect(("at \(twofold)" as Lines).each == ["at x\\ny: a", "x\\ny: b"])
    #expect("\(twofold)" == "x\\ny: a\nx\\ny: b")
    #expect(Lines(Plain(description: "a\nb")).each == ["a\\nb"])
    #expect(("\(Plain(description: "a\nb"))" as Lines).each == ["a\\nb"])
  }

  @Test("JSON for terminals is the same value")
  func json() throws {
    for text in Self.texts {
      let document = String(decoding: try JSONEncoder().encode([text: [text]]), as: UTF8.self)
      let shown = JSONText.printable(document)
      #expect(HostileTexts.harm(in: shown).isEmpty, "\(shown)")
      let read = try JSONDecoder().decode([String: [String]].self, from: Data(shown.utf8))
      #expect(read.first?.key.unicodeScalars.elementsEqual(text.unicodeScalars) == true)
      #expect(read.first?.value.first?.unicodeScalars.elementsEqual(text.unicodeScalars) == true)
    }
  }

  @Test(
    "YAML and Python read quoted texts back",
    .enabled(if: Peers.python != nil || !Skipping.isAllowed, "\(Peers.areMissing)"))
  func yaml() throws {
    let folder = try WorkFolder()
    let spelled = Self.texts.map { ["text": $0, "spelling": YAMLText.quoted($0)] }
    for entry in spelled { #expect(HostileTexts.harm(in: entry["spelling"] ?? "").isEmpty) }
    let file = try folder.file("texts.json", try JSONEncoder().encode(spelled))
    let result = try Peers.run("quoted_texts.py", [file.path])
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output == "\(spelled.count) read back\n")
  }

  @Test("A text names a setting in the words of the program, and none where there is no program")
  func settings() {
    let path = "a\nb"
    let lines: Lines = "\(path): use raw heads\(with: .heads, "raw"), or\nlook\(with: .search)"
    #expect("\(lines)" == "a\\nb: use raw heads, or\nlook")
    let around: Lines = "at \(lines)!"
    let shown = around.text { setting, value in " <\(setting) \(value ?? "-")>" }
    #expect(shown == "at a\\nb: use raw heads <heads raw>, or\nlook <search ->!")
    #expect(around.each.count == 2)
    #expect(around.each[1] == "look\(with: .search)!")
  }
}
