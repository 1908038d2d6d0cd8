import Digests
import Foundation
import Provenance
import TestSupport
import Testing
import Zoo

struct RecipeTemplateTests {
  private static func file(_ name: String, _ url: String) -> Recipe.TemplateFile {
    .init(file: name, url: url, digest: Digest(of: Array(name.utf8)), size: name.utf8.count)
  }

  /// Templates with plain and with awkward texts.
  static let texts: [String] = [
    Recipe.template(
      name: "demo", cfg: file("a.cfg", "../a.cfg"), weights: file("a.weights", "/x/a.weights")),
    Recipe.template(
      name: "demo", cfg: file("a.cfg", "../a.cfg"), weights: file("b", "https://h/b?c=d#e"),
      names: file("true", "null"), calibration: "../images"),
    Recipe.template(
      name: "demo", cfg: file("12", "0x10"), weights: file("# é 'q'", "- \"a\\b\": *c"),
      names: file("1e5", ".nan"), calibration: "&x [ {"),
  ]

  @Test("A template reads as a recipe", arguments: texts) func readsBack(text: String) throws {
    let recipe = try RecipeSamples.read(text)
    #expect(recipe.license.license == .noAssertion)
    #expect(recipe.sources.allSatisfy { $0.terms.license == .noAssertion })
    for source in recipe.sources {
      let digest = Digest(of: Array(source.file.utf8))
      #expect(source.accepted == [.init(digest: digest, size: source.file.utf8.count)])
    }
    #expect((recipe.quantization == nil) == (recipe.calibration == nil))
  }

  @Test("A template has the given values") func values() throws {
    let urls = try RecipeTemplateTests.texts.map {
      try RecipeSamples.read($0).sources.map(\.urls)
    }
    #expect(urls[0] == [["../a.cfg"], ["/x/a.weights"]])
    #expect(urls[1] == [["../a.cfg"], ["https://h/b?c=d#e"], ["null"]])
    #expect(urls[2] == [["0x10"], ["- \"a\\b\": *c"], [".nan"]])
    let folders = try RecipeTemplateTests.texts.map {
      try RecipeSamples.read($0).calibration?.folder
    }
    #expect(folders == [nil, "../images", "&x [ {"])
  }

  /// What is written as a comment is right once the signs are taken away.
  @Test("Comments of a template are right once uncommented") func comments() throws {
    let keys = [
      "quantization", "targets", "calibration", "evaluation", "gates", "attribution", "licenseFile",
    ]
    var isExample = false
    let lines = RecipeTemplateTests.texts[0].split(separator: "\n").map { line -> Substring in
      let rest = line.dropFirst(2)
      isExample =
        line.hasPrefix("# ")
        && (keys.contains { rest.hasPrefix("\($0):") } || isExample && rest.hasPrefix("  "))
      return isExample ? rest : line
    }
    let recipe = try RecipeSamples.read(lines.joined(separator: "\n"))
    #expect(recipe.calibration?.folder == "FOLDER" && recipe.evaluation?.annotations == "FILE.json")
    #expect(recipe.gates.minimumAgreement == 0.9 && recipe.license.attribution == "NAME")
    #expect(recipe.targets.map(\.rawValue) == ["openvino", "tensorrt"])
  }

  /// What no recipe can have is told when the text is read.
  @Test("Impossible names are refused when the template is read") func impossibleNames() {
    for name in ["Demo", "a b", "x\ny"] {
      let file = RecipeTemplateTests.file("a", "a")
      #expect(
        !RecipeSamples.mistakes(in: Recipe.template(name: name, cfg: file, weights: file)).isEmpty)
    }
  }
}
