import Foundation
import Quantization
import TestSupport
import Testing
import Zoo

/// The schema that editors use says the same as the reader.
@Suite(.enabled(if: Peers.python != nil, Comment(rawValue: Peers.areMissing)))
struct RecipeSchemaTests {
  private let folder: WorkFolder

  init() throws { folder = try WorkFolder() }

  /// The names of the files that the schema refuses.
  private func refused(_ paths: [String]) throws -> Set<String> {
    let schema = RecipeSamples.folder.appendingPathComponent("recipe.schema.json").path
    let result = try Peers.run("recipes.py", [schema] + paths)
    #expect(result.status == 0, "\(result.errors)")
    return Set(result.output.split(separator: "\n").map(String.init))
  }

  @Test("The schema accepts sound recipes") func sound() throws {
    var paths = RecipeSamples.shipped.map(RecipeSamples.path)
    for (index, text) in (RecipeTemplateTests.texts + [RecipeSamples.sound]).enumerated() {
      paths.append(try folder.file("\(index).yaml", text).path)
    }
    #expect(try refused(paths).isEmpty)
  }

  /// Each mistake is refused, if the schema can tell at all; those it cannot must say so, so that the
  /// table does not hide what it could.
  @Test("The schema refuses every mistake it can know of") func mistakes() throws {
    var paths: [String] = []
    for (index, mistake) in RecipeMistake.table.enumerated() {
      paths.append(try folder.file("\(index).yaml", mistake.text).path)
    }
    let found = try refused(paths)
    for (path, mistake) in zip(paths, RecipeMistake.table) {
      #expect(found.contains(path) == mistake.isInSchema, "\(mistake.testDescription)")
    }
  }
}

struct RecipeSchemaOptionTests {
  @Test("The schema has the options of a quantization as the table states them")
  func options() throws {
    let schema = try JSONDocument(
      String(
        decoding: Data(
          contentsOf: RecipeSamples.folder.appendingPathComponent("recipe.schema.json")),
        as: UTF8.self))
    let properties = try #require(schema["properties"]?["quantization"]?["properties"])
    let offered = QuantizationOption.all.filter(\.isOffered)
    #expect(
      Set(properties.keys) == Set(offered.map(\.name) + ["effort", "resize", "opset"]))
    for option in offered {
      let property = try #require(properties[option.name])
      switch option.form {
      case .choice(let words):
        #expect(property["enum"]?.elements.compactMap(\.string) == words, "\(option.name)")
      case .flag: #expect(property["type"] == .string("boolean"), "\(option.name)")
      case .number(let range):
        #expect(property["type"] == .string("number"), "\(option.name)")
        #expect(property["minimum"] == .number(range.lowerBound), "\(option.name)")
        #expect(property["maximum"] == .number(range.upperBound), "\(option.name)")
      case .whole(let range):
        #expect(property["type"] == .string("integer"), "\(option.name)")
        #expect(property["minimum"] == .number(Double(range.lowerBound)), "\(option.name)")
        #expect(property["maximum"] == .number(Double(range.upperBound)), "\(option.name)")
      }
    }
  }
}
