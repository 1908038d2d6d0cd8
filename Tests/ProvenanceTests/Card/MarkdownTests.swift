import Foundation
import TestSupport
import Testing
import Text

@testable import Provenance

/// Texts of others in Markdown, rendered by another program.
@Suite("Markdown")
struct MarkdownTests {
  private struct Entry: Encodable {
    let markdown: String
    let elements: [String]
    let text: String
  }

  private static let table = [
    "table", "thead", "tr", "th", "th", "tbody", "tr", "td", "td",
  ]

  /// What people are to read: white space as a space, what is not printable as its number.
  private static func read(_ text: String) -> String {
    let ends = "\t\n\u{B}\u{C}\r\u{85}\u{2028}\u{2029}".unicodeScalars
    let spaced = text.unicodeScalars.map { ends.contains($0) ? " " : $0 }
    return String(String.UnicodeScalarView(spaced)).printable
  }

  @Test(
    "A text is a text, wherever it stands",
    .enabled(if: Peers.python != nil || !Skipping.isAllowed, "\(Peers.areMissing)"))
  func rendered() throws {
    var entries: [Entry] = []
    for text in HostileTexts.fixed + HostileTexts.random(2000, seed: 2) {
      let read = Self.read(text)
      let (shown, code) = (Markdown.text(text), Markdown.code(text, inTable: false))
      #expect(HostileTexts.harm(in: shown + code).isEmpty)
      let isBlank = read.utf8.allSatisfy { $0 == 0x20 }
      entries.append(Entry(markdown: "## a \(shown)\n", elements: ["h2"], text: "a" + read))
      entries.append(Entry(markdown: "- \(shown)\n", elements: ["ul", "li"], text: read))
      entries.append(
        Entry(markdown: "\(shown)\n", elements: isBlank ? [] : ["p"], text: read))
      entries.append(
        Entry(
          markdown: "a \(code) b\n", elements: isBlank ? ["p"] : ["p", "code"], text: "a\(read)b"))
      let rows = Markdown.table(["x", "y"], [[Markdown.code(text), shown]])
      let isCode = Markdown.code(text).utf8.first == UInt8(ascii: "`")
      entries.append(
        Entry(
          markdown: rows.joined(separator: "\n") + "\n",
          elements: Array(Self.table.dropLast()) + (isCode ? ["code", "td"] : ["td"]),
          text: "xy" + read + read))
      entries.append(
        Entry(
          markdown: Markdown.block([text, "b"], language: "python").joined(separator: "\n") + "\n",
          elements: ["pre", "code"], text: read + "b"))
    }
    let folder = try WorkFolder()
    let file = try folder.file("entries.json", try JSONEncoder().encode(entries))
    let result = try Peers.run("rendered_markdown.py", [file.path])
    #expect(result.status == 0, "\(result.errors.suffix(1500))")
    #expect(result.output == "\(entries.count) as meant\n")
  }

  @Test("A card of hostile names holds nothing but its own marks")
  func card() throws {
    for text in HostileTexts.fixed {
      var record = try Samples.int8(parent: try Samples.float())
      record.artifact.title = text
      record.artifact.architecture = text
      record.artifact.inputs = [
        TensorDescription(name: text, elementType: "float32", shape: [.named(text), .fixed(3)])
      ]
      record.calibration?.name = text
      let card = ModelCard(record).text
      #expect(HostileTexts.harm(in: card).isEmpty, "\(text.printable)")
    }
  }

  @Test(
    "A shell takes the name of a file for one word",
    arguments: ["'; id; '", "'\u{301}; id; '", "-x", "-\u{301}x", "$(id)", "a b", "\\", ""])
  func shell(name: String) throws {
    var record = try Samples.int8(parent: try Samples.float())
    record.artifact.file.name = name
    let card = ModelCard(record).text
    let line = try #require(card.split(separator: "\n").first { $0.hasPrefix("darkroom detect ") })
    let script = "darkroom() { printf '%s\\0' \"$@\"; }; \(line)"
    let folder = try WorkFolder()
    let outcome = try CommandLineTool.shell(script, in: folder.url)
    let words = outcome.output.unicodeScalars.split(separator: "\0").map { String($0) }
    let isOption = name.utf8.first == UInt8(ascii: "-")
    #expect(
      words == ["detect"] + (name.isEmpty ? [] : [(isOption ? "./" : "") + name]) + ["image.jpg"])
  }
}
