import TestSupport
import Testing
import Zoo

/// Whatever the bytes, there is a recipe or a list of mistakes with places in the file.
struct RecipeFuzzTests {
  private static let count = 150
  private static let snippets = [
    "[", "]", "{", "}", ": ", "- ", "\n", "\n\n", "  ", "#", "&", "*", "!", "|", ">", "'", "\"",
    "%",
    "@", "`", "\\", "?", "<<: ", "---\n", "...\n", "\t", "\u{0}", "é", "\u{10FFFF}", "null", "true",
    "0x",
    "1e999", ".inf", "-", "~", "name: x\n", "\u{E000}", "\"\\ud800\"", "\"\\x00\"",
    "99999999999999999999",
  ]

  @Test("Damaged recipes are read or refused, never a crash", arguments: RecipeSamples.shipped)
  func damaged(name: String) throws {
    let bytes = try RecipeSamples.bytes(name)
    var random = SeededGenerator(seed: UInt64(bytes.count))
    for _ in 0..<RecipeFuzzTests.count {
      var damaged = bytes
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        RecipeFuzzTests.damage(&damaged, using: &random)
      }
      check(damaged, "\(name).yaml")
    }
  }

  @Test("Recipes cut anywhere are read or refused") func cut() throws {
    let bytes = try RecipeSamples.bytes("shapes")
    for length in stride(from: 0, to: bytes.count, by: 11) {
      check(Array(bytes[..<length]), "shapes.yaml")
    }
  }

  @Test("Random text and bytes are read or refused as a recipe") func noise() {
    var random = SeededGenerator(seed: 1)
    for _ in 0..<500 {
      let parts = (0..<Int.random(in: 0...40, using: &random)).map { _ in
        RecipeFuzzTests.snippets.randomElement(using: &random) ?? ""
      }
      check(Array(parts.joined().utf8), "noise.yaml")
      let count = Int.random(in: 0...200, using: &random)
      check((0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }, "noise.yaml")
    }
  }

  private static func damage(_ bytes: inout [UInt8], using random: inout SeededGenerator) {
    guard !bytes.isEmpty else { return }
    let position = Int.random(in: 0..<bytes.count, using: &random)
    let end = min(bytes.count, position + Int.random(in: 1...60, using: &random))
    switch Int.random(in: 0..<6, using: &random) {
    case 0: bytes[position] ^= UInt8.random(in: 1...255, using: &random)
    case 1: bytes[position] = UInt8.random(in: 0x20...0x7E, using: &random)
    case 2: bytes.removeSubrange(position..<end)
    case 3: bytes.insert(contentsOf: bytes[position..<end], at: position)
    case 4:
      let target = Int.random(in: 0...bytes.count, using: &random)
      bytes.insert(contentsOf: Array(bytes[position..<end]), at: target)
    default:
      let snippet = snippets.randomElement(using: &random) ?? ""
      bytes.insert(contentsOf: Array(snippet.utf8), at: position)
    }
  }

  private func check(_ bytes: [UInt8], _ path: String) {
    let lines = bytes.count { $0 == 0x0A } + 2
    do throws(RecipeError) {
      let recipe = try Recipe.parse(bytes: bytes, path: path)
      #expect(recipe.name + ".yaml" == path)
    } catch {
      switch error {
      case .problems(_, let problems):
        #expect(problems.count > 0 && !problems.first.isEmpty)
        #expect(problems == problems.sorted())
        for problem in problems.first {
          #expect((1...lines).contains(problem.place.line) && problem.place.column >= 1)
        }
      case .newerSchema(_, _, let known): #expect(known == 1)
      case .file, .tooLarge: Issue.record("\(error)")
      }
    }
  }
}
