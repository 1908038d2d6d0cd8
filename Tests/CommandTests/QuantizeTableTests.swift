import Foundation
import TestSupport
import Testing

@Suite("Calibration tables of darkroom quantize")
struct QuantizeTableTests {
  let folder: WorkFolder
  private let model = ["quantize", Shapes.cfg, "--weights", Shapes.weights]

  init() throws {
    folder = try WorkFolder()
    let images = try FileManager.default.contentsOfDirectory(atPath: Shapes.calibration).sorted()
    for (name, part) in [
      ("all", images[..<20]), ("first", images[..<8]), ("second", images[8..<13]),
      ("third", images[13..<20]),
    ] {
      try folder.file(name, part.map { "\(Shapes.calibration)/\($0)\n" }.joined())
    }
  }

  private func calibrate(_ names: String...) throws {
    for name in names {
      let outcome = try folder.darkroom(
        model + ["--calibration", name, "--save-table", "\(name).json"])
      try #require(outcome.status == 0, "\(outcome)")
    }
  }

  @Test("Parts merged are the whole, byte for byte, in any order, and give the same model")
  func merging() throws {
    try calibrate("all", "first", "second", "third")
    let merged = try folder.darkroom(
      model + [
        "--table", "third.json", "--merge", "first.json", "--merge", "second.json",
        "--save-table", "merged.json",
      ])
    #expect(merged.status == 0, "\(merged)")
    #expect(merged.output.contains("calibrated with 20 images; letterbox 114"))
    #expect(try folder.bytes("merged.json") == folder.bytes("all.json"))
    // Counting the last part and adding the others is the same again.
    let added = try folder.darkroom(
      model + [
        "--calibration", "second", "--merge", "first.json", "--merge", "third.json",
        "--save-table", "added.json",
      ])
    #expect(added.status == 0, "\(added)")
    #expect(try folder.bytes("added.json") == folder.bytes("all.json"))

    for (name, source) in [
      ("a", ["--calibration", "all"]), ("b", ["--table", "merged.json"]),
      ("c", ["--table", "merged.json", "--calibration", "all"]),
    ] {
      let outcome = try folder.darkroom(
        model + source + ["--effort", "fast", "-o", "\(name).onnx"])
      #expect(outcome.status == 0, "\(outcome)")
    }
    #expect(try folder.bytes("a.onnx") == folder.bytes("b.onnx"))
    #expect(try folder.bytes("a.onnx") == folder.bytes("c.onnx"))
    // With the same images the other steps do the same as well; equalized channels, which no
    // table serves, aside.
    for (name, source) in [
      ("d", ["--calibration", "all"]), ("e", ["--table", "all.json", "--calibration", "all"]),
    ] {
      let outcome = try folder.darkroom(
        model + source + ["--equalization", "none", "-o", "\(name).onnx"])
      #expect(outcome.status == 0, "\(outcome)")
    }
    #expect(try folder.bytes("d.onnx") == folder.bytes("e.onnx"))
  }

  @Test("A table tells the network, the preprocessing, and each image with its SHA-256")
  func contents() throws {
    try calibrate("first")
    let table = try JSONDocument(String(decoding: folder.bytes("first.json"), as: UTF8.self))
    #expect(table["network"]?.string?.count == 64)
    #expect(table["preprocessing"]?.string == "letterbox 114")
    let images = try #require(table["pictures"]?.elements)
    #expect(images.count == 8)
    for image in images {
      let name = try #require(image["path"]?.string)
      let sum = try folder.shell("sha256sum '\(Shapes.calibration)/\(name)'").output.prefix(64)
      #expect(image["sha256"]?.string == String(sum))
    }
    #expect((table["tensors"]?.keys.count ?? 0) > 20)
  }

  @Test("The table of a cfg serves the model converted from it")
  func converted() throws {
    try calibrate("first")
    let float = try Shapes.convert(in: folder)
    let outcome = try folder.darkroom(
      "quantize", float, "--table", "first.json", "--effort", "fast", "-o", "q.onnx")
    #expect(outcome.status == 0, "\(outcome)")
  }

  @Test("Tables that do not belong: what was found, what was expected, status 65, nothing written")
  func foreignTables() throws {
    try calibrate("first", "second")
    let cfg = try String(contentsOfFile: Shapes.cfg, encoding: .utf8)
    // The same tensors, one of them computed otherwise.
    try folder.file(
      "other.cfg",
      cfg.replacingOccurrences(
        of: "activation=leaky", with: "activation=relu",
        range: cfg.range(of: "activation=leaky")))
    let table = String(decoding: try folder.bytes("first.json"), as: UTF8.self)
    try folder.file("cut.json", String(table.prefix(5000)))
    try folder.file("empty.json")
    try folder.file("text.json", "hello\n")
    try folder.file("other.json", "{\"images\": []}\n")
    try folder.file(
      "newer.json",
      table.replacingOccurrences(
        of: "\"schemaVersion\" : 2", with: "\"schemaVersion\" : 7"))
    try folder.file(
      "renamed.json",
      table.replacingOccurrences(
        of: "\"layer_000_bn\"", with: "\"layer_000_other\""))
    try #require(try folder.shell("truncate -s 10G huge.json").status == 0)
    let before = try folder.entries()
    let network = try JSONDocument(table)["network"]?.string ?? ""
    let cases: [(options: [String], says: [String])] = [
      (
        ["--table", "first.json", "--resize", "stretch"],
        ["'letterbox 114', expected 'stretch'", "--resize"]
      ),
      (["--table", "cut.json"], ["cut.json: this is not a calibration table"]),
      (["--table", "empty.json"], ["this is not a calibration table"]),
      (["--table", "text.json"], ["this is not a calibration table"]),
      (["--table", "other.json"], ["the key 'schemaVersion' is missing"]),
      (["--table", "newer.json"], ["schema version 7, expected 2"]),
      (["--table", "renamed.json"], ["lacks layer_000_bn", "layer_000_other"]),
      (["--table", "huge.json"], ["10737418240 bytes"]),
      (["--table", "first.json", "--merge", "first.json"], ["counted twice"]),
      (["--calibration", "all", "--merge", "first.json"], ["counted twice"]),
    ]
    for (options, says) in cases {
      let outcome = try folder.darkroom(
        model + options + ["--effort", "fast", "-o", "q.onnx", "--save-table", "s.json"])
      #expect(outcome.status == 65, "\(options): \(outcome)")
      for text in says { #expect(outcome.errors.contains(text), "\(outcome)") }
    }
    let other = try folder.darkroom(
      "quantize", "other.cfg", "--weights", Shapes.weights, "--table", "first.json", "--effort",
      "fast", "-o", "q.onnx")
    #expect(other.status == 65)
    #expect(other.errors.contains("is of the network \(network), expected "))
    #expect(
      try folder.darkroom(model + ["--table", "nosuch", "--effort", "fast", "-o", "q"]).status == 66
    )
    #expect(try folder.entries() == before)
  }
}
