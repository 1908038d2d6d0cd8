import Foundation
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

  @Test func sound() throws {
    var paths = RecipeSamples.shipped.map(RecipeSamples.path)
    for (index, text) in (RecipeTemplateTests.texts + [RecipeSamples.sound]).enumerated() {
      paths.append(try folder.file("\(index).yaml", text).path)
    }
    #expect(try refused(paths).isEmpty)
  }

  /// Each mistake is refused, if the schema can tell at all; those it cannot must say so, so that the
  /// table does not hide what it could.
  @Test func mistakes() throws {
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
