import Foundation
import TestSupport
import Testing
import Text
import Zoo

struct RecipeMistakeTests {
  @Test("The recipe that the next tests break is sound") func soundRecipe() {
    #expect(RecipeSamples.mistakes(in: RecipeSamples.sound).isEmpty)
  }

  /// A mistake is told at its place, and nothing else is told.
  @Test("A mistake is reported at its place with what is wrong", arguments: RecipeMistake.table)
  func mistake(_ mistake: RecipeMistake) throws {
    try #require(!mistake.text.isEmpty)
    let told = RecipeSamples.mistakes(in: mistake.text)
    let isTold = told.contains { line in
      line.hasPrefix("demo.yaml:\(mistake.place): ") && mistake.words.allSatisfy(line.contains)
    }
    #expect(isTold, "\(told)")
    #expect(told.allSatisfy { $0.hasPrefix("demo.yaml:") })
  }

  /// All at once, in the order of the file.
  @Test("All mistakes are reported at once, in the order of the file") func allAtOnce() {
    let text = """
      schemaVersion: 1
      name: Demo
      titel: x
      title: x
      title: y
      description: ""
      task: object-detection
      license: Foo
      sources:
        cfg: {urls: [a.cfg], sha256: x, size: -1, url: y}
        weights: 7
      gates: {minimumAP: 2, minimumAP: 3, maximumLoss: x}
      """
    let places = RecipeSamples.mistakes(in: text).map {
      $0.split(separator: ":").prefix(3).dropFirst().joined(separator: ":")
    }
    #expect(
      places == [
        "2:7", "3:1", "5:1", "6:14", "8:10", "10:32", "10:41", "10:45", "11:12", "12:23", "12:23",
        "12:34", "12:37", "12:37", "12:50",
      ])
  }

  @Test("A newer schema is refused") func newerSchema() {
    for version in ["2", "10", "99999999999999999999"] {
      let text = "name: [\nschemaVersion: \(version)\nother: x"
        .replacingOccurrences(of: "name: [\n", with: "")
      #expect(throws: RecipeError.self) { try RecipeSamples.read(text) }
      let told = RecipeSamples.mistakes(in: text)
      #expect(told.count == 1)
      #expect(told[0].hasPrefix("demo.yaml:1:16: has schemaVersion \(version), but"))
    }
  }

  @Test("What can be done about a recipe that cannot be used") func categories() throws {
    let folder = try WorkFolder()
    for (path, category) in [
      (folder.path("none.yaml"), FailureCategory.unreadable), (folder.url.path, .unreadable),
      (try folder.file("a.yaml", "x").path, .malformed),
    ] {
      let error = #expect(throws: RecipeError.self) { try Recipe.read(path: path) }
      #expect(error?.category == category)
      #expect(error?.description.hasPrefix(path) == true)
    }
  }

  /// Sections that only make sense together, each pair in a recipe without the other.
  @Test("A section that needs another one is refused without it") func metricsWithoutTheirSections()
  {
    let bare = RecipeSamples.sound.components(separatedBy: "quantization:")[0]
    for (text, place, words) in [
      ("reference: [{model: int8, dataset: d, ap: 1}]", "16:14", "no such model"),
      (
        "reference: [{model: float, dataset: d, ap: 1, tolerance: 0, annotations: "
          + "\(RecipeSamples.hash)}]", "16:61", "no 'evaluation'"
      ),
      ("gates: {maximumLoss: 0.1}", "16:9", "no 'evaluation'"),
      ("gates: {maximumLoss: 0.1}", "16:9", "no 'quantization'"),
    ] {
      let told = RecipeSamples.mistakes(in: bare + text)
      #expect(
        told.contains { $0.hasPrefix("demo.yaml:\(place): ") && $0.contains(words) }, "\(told)")
    }
  }
}
