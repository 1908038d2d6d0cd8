import Foundation
import Provenance
import TestSupport
import Zoo

/// Recipes to test with.
enum RecipeSamples {
  /// The folder of the recipes that come with the program.
  static let folder = Fixtures.root.appendingPathComponent("Manifests")

  /// The names of the recipes that come with the program, sorted.
  static let shipped: [String] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
  }()

  static func path(_ name: String) -> String {
    folder.appendingPathComponent("\(name).yaml").path
  }

  static func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: path(name))))
  }

  static let hash = String(repeating: "0123456789abcdef", count: 4)
  static let otherHash = String(repeating: "fedcba9876543210", count: 4)

  /// A recipe with something of every section; the lines are counted in tables of mistakes.
  static let sound = """
    schemaVersion: 1
    name: demo
    title: Demo
    description: A demo.
    task: object-detection
    tags: [a, b]
    license: MIT
    sources:
      cfg:
        urls: [a.cfg]
        sha256: \(hash)
        size: 10
      weights:
        urls: [a.weights]
        sha256: unknown
    quantization:
      effort: fast
    calibration:
      name: images
    evaluation:
      dataset: images
      protocol: {score: 0.5}
    reference:
      - model: float
        dataset: images
        ap: 0.5
    gates:
      minimumAP: 0.1
      minimumAgreement: 0.5
      licenses: [MIT]

    """

  /// Reads a text as `demo.yaml`.
  static func read(_ text: String) throws(RecipeError) -> Recipe {
    try Recipe.parse(bytes: Array(text.utf8), path: "demo.yaml")
  }

  /// What is told of a text, a line for each mistake; empty for none.
  static func mistakes(in text: String) -> [String] {
    mistakes(in: Array(text.utf8))
  }

  /// What is told of bytes, a line for each mistake; empty for none.
  static func mistakes(in bytes: [UInt8]) -> [String] {
    do throws(RecipeError) {
      _ = try Recipe.parse(bytes: bytes, path: "demo.yaml")
      return []
    } catch {
      return error.description.split(separator: "\n").map(String.init)
    }
  }
}
