import Foundation
import TestSupport
import Testing

@Suite("Calibration images that are drawn, so that others can draw the same")
struct SamplingTests {
  let folder: WorkFolder
  private let fast = Shapes.quantize(with: Shapes.calibration) + ["--effort", "fast"]

  init() throws { folder = try WorkFolder() }

  private func record(_ name: String) throws -> JSONDocument {
    try JSONDocument(String(decoding: folder.bytes("\(name).provenance.json"), as: UTF8.self))
  }

  /// The names that Python draws, and the digest of what it draws from.
  private func python(_ count: Int, _ seed: String) throws -> (names: [String], digest: String) {
    let outcome = try folder.shell(
      """
      python3 -c 'import os, random; names = sorted(n for n in os.listdir("\(Shapes.calibration)")
      if n.endswith(".jpg")); print(*random.Random(\(seed)).sample(names, \(count)))'
      ls '\(Shapes.calibration)' | grep 'jpg$' | LC_ALL=C sort | sha256sum
      """)
    try #require(outcome.status == 0, "\(outcome)")
    let lines = outcome.output.split(separator: "\n").map(String.init)
    return (lines[0].split(separator: " ").map(String.init), String(lines[1].prefix(64)))
  }

  @Test(
    "The record names the images that Python draws, the seed, and what was drawn from",
    arguments: [("42", []), ("7", ["--seed", "7"]), ("-7", ["--seed", "-7"])])
  func recorded(seed: String, options: [String]) throws {
    let outcome = try folder.darkroom(fast + ["-o", "q.onnx", "--sample", "12"] + options)
    #expect(outcome.status == 0, "\(outcome)")
    #expect(
      outcome.output.contains("calibrated with 12 images, drawn from 60 with seed \(seed); "))
    let (names, digest) = try python(12, seed)
    let record = try record("q.onnx")
    let images = record["calibration"]?["pictures"]?.elements.compactMap { $0["name"]?.string }
    #expect(images?.sorted() == names.sorted())
    let sampling = try #require(record["calibration"]?["sampling"])
    #expect(sampling["method"]?.string == "python-random-sample")
    #expect(sampling["count"] == .number(12) && sampling["seed"] == .string(seed))
    #expect(sampling["population"]?["count"] == .number(60))
    #expect(sampling["population"]?["sha256"]?.string == digest)
    #expect(record["command"]?["parameters"]?["sample"] == .number(12))
    #expect(record["command"]?["parameters"]?["seed"] == .string(seed))
  }

  @Test("What is drawn is what the same images give by themselves, and rebuild makes it again")
  func same() throws {
    let drawn = try folder.darkroom(
      fast + ["-o", "q.onnx", "--sample", "9", "--report", "r.json", "--json"])
    #expect(drawn.status == 0, "\(drawn)")
    let report = try JSONDocument(String(decoding: folder.bytes("r.json"), as: UTF8.self))
    #expect(report["pictures"]?["sampling"] == (try record("q.onnx"))["calibration"]?["sampling"])
    let list = try python(9, "42").names.map { "\(Shapes.calibration)/\($0)\n" }.joined()
    try folder.file("list.txt", list)
    let listed = try folder.darkroom(
      Shapes.quantize(with: "list.txt") + ["--effort", "fast", "-o", "l.onnx"])
    #expect(listed.status == 0, "\(listed)")
    #expect(try folder.bytes("q.onnx") == folder.bytes("l.onnx"))
    #expect(try record("l.onnx")["calibration"]?["sampling"] == nil)
    let rebuilt = try folder.darkroom(
      "rebuild", "q.onnx.provenance.json", "--search",
      Fixtures.root.appendingPathComponent("Images/shapes/calibration").path, "--search",
      Fixtures.root.appendingPathComponent("Cfg").path, "--search",
      Fixtures.root.appendingPathComponent("Weights").path)
    #expect(rebuilt.status == 0, "\(rebuilt)")
  }

  @Test("Of a list its lines are drawn, in any order of the list and without its comments")
  func lists() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Shapes.calibration).sorted()
    let lines = names.filter { $0.hasSuffix(".jpg") }.map { "\(Shapes.calibration)/\($0)" }
    try folder.file("a.txt", lines.joined(separator: "\n"))
    try folder.file("b.txt", "# all\n\n" + lines.reversed().joined(separator: "\r\n") + "\n")
    for name in ["a", "b"] {
      let outcome = try folder.darkroom(
        Shapes.quantize(with: "\(name).txt")
          + ["--effort", "fast", "-o", "\(name).onnx", "--sample", "5"])
      #expect(outcome.status == 0, "\(outcome)")
    }
    #expect(try folder.bytes("a.onnx") == folder.bytes("b.onnx"))
    let sampling = try record("a.onnx")["calibration"]?["sampling"]
    #expect(try sampling == record("b.onnx")["calibration"]?["sampling"])
    let sum = try folder.shell("(cat a.txt; echo) | LC_ALL=C sort | sha256sum").output
    #expect(sampling?["population"]?["sha256"]?.string == String(sum.prefix(64)))
  }

  @Test(
    "What cannot be drawn is refused, with what to do, and nothing is written",
    arguments: [
      (["--seed", "1"], ["--seed is that of --sample", "--sample N"]),
      (["--sample", "0"], ["--sample is a whole number of 1 or more, not 0"]),
      (["--sample", "61"], ["has 60 images, fewer than the 61", "--sample 60"]),
      (["--sample", "5", "--seed", "x"], ["--seed"]),
      (["--sample", "5", "--seed", "18446744073709551616"], ["--seed"]),
      (["--sample", "61", "--target", "litert"], ["has 60 images, fewer than the 61"]),
    ] as [([String], [String])])
  func refused(options: [String], says: [String]) throws {
    let outcome = try folder.darkroom(fast + ["-o", "q.onnx"] + options)
    #expect(outcome.status == 64, "\(outcome)")
    for text in says { #expect(outcome.errors.contains(text), "\(outcome)") }
    #expect(try folder.entries().isEmpty)
    let without = try folder.darkroom(
      "quantize", Shapes.cfg, "--weights", Shapes.weights, "--table", "t.json", "-o", "q.onnx",
      "--effort", "fast", "--sample", "3")
    #expect(without.status == 64 && without.errors.contains("with --calibration"), "\(without)")
  }

  @Test("A recipe draws images, by the names in a folder or in its list, and its record says so")
  func recipes() throws {
    let zoo = try ZooFolder()
    func build(_ lines: String) throws -> JSONDocument {
      try zoo.write {
        $0.hasEvaluation = false
        $0.gates = "  licenses: [MIT]"
      }
      let text = String(decoding: try zoo.folder.bytes("recipes/shapes.yaml"), as: UTF8.self)
      try zoo.folder.file(
        "recipes/shapes.yaml", text.replacingOccurrences(of: "  limit: 10\n", with: lines))
      let outcome = try zoo.shell(
        "rm -rf out; $darkroom zoo build shapes && $darkroom zoo publish shapes -o out")
      try #require(outcome.status == 0, "\(outcome)")
      return try JSONDocument(
        String(decoding: zoo.folder.bytes("out/shapes-int8.onnx.provenance.json"), as: UTF8.self))
    }
    let (names, digest) = try python(6, "3")
    let record = try build("  sample: 6\n  seed: 3\n")
    let images = record["calibration"]?["pictures"]?.elements.compactMap { $0["name"]?.string }
    #expect(images?.sorted() == names.sorted())
    #expect(record["calibration"]?["sampling"]?["population"]?["sha256"]?.string == digest)
    #expect(record["command"]?["parameters"]?["seed"] == .string("3"))
    let listed = try zoo.shell(
      "cd '\(Shapes.calibration)' && sha256sum *.jpg | tail -20 > $OLDPWD/recipes/list.sha256")
    try #require(listed.status == 0, "\(listed)")
    let other = try build("  list: list.sha256\n  sample: 6\n")
    #expect(other["calibration"]?["sampling"]?["population"]?["count"] == .number(20))
    #expect(other["calibration"]?["sampling"]?["seed"] == .string("42"))
  }
}
