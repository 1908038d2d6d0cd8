import Foundation
import JSON
import Provenance
import TestSupport
import Testing

@Suite("Records, statements, signatures and what is made of them")
struct ProvenanceTests {
  let folder: WorkFolder
  private let license = Fixtures.root.appendingPathComponent("LICENSE").path
  private let images = Fixtures.root.appendingPathComponent("Images/shapes")

  init() throws { folder = try WorkFolder() }

  private func run(_ arguments: String..., status: Int32 = 0) throws -> CommandLineTool.Outcome {
    let outcome = try folder.darkroom(arguments)
    #expect(outcome.status == status, "\(arguments): \(outcome)")
    return outcome
  }

  /// A folder `m` with both models and all that belongs to them, and the keys beside it.
  private func publish() throws {
    let outcome = try folder.shell(
      """
      set -e
      mkdir m
      said() { for role in "$@"; do
        echo --license $role=MIT --license-file "$role=\(license)" --source $role=https://example.org/$role
      done; }
      $darkroom convert '\(Shapes.cfg)' '\(Shapes.weights)' --names '\(Shapes.names)' -q \
        -o m/float.onnx $(said cfg weights names model) --title Shapes
      $darkroom quantize m/float.onnx --calibration '\(images.path)/calibration' --effort fast -q \
        -o m/int8.onnx $(said calibration model) >/dev/null
      for m in float int8; do
        $darkroom evaluate m/$m.onnx --images '\(images.path)/validation' --limit 20 --resamples 50 \
          --annotations '\(images.path)/instances_validation.json' --record --dataset Shapes \
          --dataset-license MIT -q >/dev/null
      done
      $darkroom compare m/float.onnx m/int8.onnx --images '\(images.path)/validation' --limit 20 \
        --record --dataset Shapes --dataset-license MIT -q >/dev/null
      $darkroom keygen key >/dev/null
      $darkroom provenance m/float.onnx --key key >/dev/null
      $darkroom provenance m/int8.onnx --key key --card >/dev/null
      mkdir texts
      cp '\(license)' texts
      $darkroom notice m --search texts --allow MIT >/dev/null
      $darkroom manifest create m >/dev/null
      $darkroom sign m --key key >/dev/null
      """)
    try #require(outcome.status == 0, "\(outcome)")
  }

  @Test("convert and quantize write records that say what went in, and warn of unknown licences")
  func records() throws {
    let converted = try run("convert", Shapes.cfg, Shapes.weights, "-o", "x.onnx")
    #expect(converted.errors.contains("NOASSERTION") && converted.errors.contains("cfg, weights"))
    let quantized = try run(
      "quantize", "x.onnx", "--calibration", images.path + "/calibration", "-o", "q.onnx",
      "--effort", "fast", "--license", "calibration=CC-BY-4.0")
    #expect(quantized.errors.contains("the model") && !quantized.errors.contains("calibration;"))
    let float = try JSONDocument(
      String(contentsOfFile: folder.path("x.onnx.provenance.json"), encoding: .utf8))
    let int8 = try JSONDocument(
      String(contentsOfFile: folder.path("q.onnx.provenance.json"), encoding: .utf8))
    #expect(float["materials"]?.elements.compactMap { $0["role"]?.string } == ["cfg", "weights"])
    #expect(float["materials"]?[0]?["license"]?.string == "NOASSERTION")
    #expect(int8["calibration"]?["count"]?.number == 60)
    #expect(int8["calibration"]?["pictures"]?.elements.count == 60)
    #expect(int8["calibration"]?["license"]?.string == "CC-BY-4.0")
    #expect(int8["parent"]?["artifact"] == float["artifact"]?["sha256"])
    #expect(int8["artifact"]?["precision"]?.string == "int8")
    let wrong = try run(
      "convert", Shapes.cfg, Shapes.weights, "-o", "y.onnx", "--license", "foo=MIT", "--license",
      "cfg=MIT OR", status: 64)
    #expect(wrong.errors.contains("foo=MIT") && wrong.errors.contains("MIT OR"))
    #expect(!FileManager.default.fileExists(atPath: folder.path("y.onnx")))
  }

  @Test("A published folder verifies, and no changed byte in any file gets through")
  func damage() throws {
    try publish()
    let whole = try run("verify", "m", "--key", "key.pub")
    for word in ["signature", "manifest", "3 statements", "README.md", "NOTICE.md"] {
      #expect(whole.output.contains(word), "\(whole)")
    }
    #expect(try folder.shell("stat -c %a key").output == "600\n")
    var generator = SeededGenerator(seed: 7)
    let files = try folder.entries().filter { $0.hasPrefix("m/") && !$0.hasSuffix("LICENSES") }
    #expect(files.count >= 13)
    for file in files {
      let bytes = try folder.bytes(file)
      for _ in 0..<2 {
        var changed = bytes
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        changed[place] ^= UInt8(1) << UInt8.random(in: 0..<8, using: &generator)
        try folder.file(file, changed)
        let outcome = try folder.darkroom("verify", "m", "--key", "key.pub")
        #expect(outcome.status == 1, "byte \(place) of \(file): \(outcome)")
      }
      try folder.file(file, bytes)
    }
    try folder.file("m/extra", "x")
    #expect(try run("verify", "m", "--key", "key.pub", status: 1).output.contains("extra"))
    try FileManager.default.removeItem(atPath: folder.path("m/extra"))
    _ = try run("keygen", "other")
    _ = try run("verify", "m", "--key", "other.pub", status: 1)
    _ = try run("verify", "m", "--key", "key.pub")
    _ = try run("keygen", "key", status: 73)
  }

  @Test(
    "PyPI's model-signing verifies the folder, onnxruntime runs what is in it",
    .enabled(if: Peers.python != nil, Comment(rawValue: Peers.areMissing)))
  func peers() throws {
    try publish()
    let python = try #require(Peers.python).path
    let outcome = try folder.shell(
      """
      '\(python)' -m model_signing verify key m --signature m/model.sig --public_key key.pub &&
      '\(python)' -c 'import onnxruntime; onnxruntime.InferenceSession("m/int8.onnx")'
      """)
    #expect(outcome.status == 0, "\(outcome)")
  }

  @Test("A record's model is made again to the byte, and another one is told apart")
  func rebuild() throws {
    try publish()
    let search = [
      "--search", Fixtures.root.path + "/Cfg", "--search", Fixtures.root.path + "/Weights",
    ]
    let float = try folder.darkroom(
      ["rebuild", "--check", "m/float.onnx.provenance.json"] + search)
    #expect(float.status == 0 && float.output.hasPrefix("reproduced"), "\(float)")
    let int8 = try folder.darkroom(
      ["rebuild", "--check", "m/int8.onnx.provenance.json", "--search", images.path] + search)
    #expect(int8.status == 0 && int8.output.hasPrefix("reproduced"), "\(int8)")
    try renameParameters("m/int8.onnx.provenance.json")
    let old = try folder.darkroom(
      ["rebuild", "--check", "m/int8.onnx.provenance.json", "--search", images.path] + search)
    #expect(old.status == 0 && old.output.hasPrefix("reproduced"), "\(old)")
    let missing = try run("rebuild", "--check", "m/float.onnx.provenance.json", status: 66)
    #expect(missing.errors.contains("weights shapes.weights"), "\(missing)")
    // A record that tells of other outputs than those that the model has.
    let path = folder.path("m/float.onnx.provenance.json")
    let bytes = try folder.bytes("m/float.onnx.provenance.json")
    var record = try ProvenanceRecord(contentsOf: path)
    record.command.parameters["heads"] = .text("decoded")
    try record.write(to: path)
    let differs = try folder.darkroom(["rebuild", "--check", path] + search)
    #expect(differs.status == 1 && differs.output.contains("the outputs are"), "\(differs)")
    record.command.parameters["heads"] = .text("boxes")
    try record.write(to: path)
    #expect(try folder.darkroom(["rebuild", path] + search).errors.contains("'heads' is"))
    try folder.file("m/float.onnx.provenance.json", bytes)
    let text = String(decoding: bytes, as: UTF8.self).replacingOccurrences(
      of: "\"opset\" : 13,", with: "\"opset\" : 14,")
    try folder.file("m/float.onnx.provenance.json", text)
    #expect(
      try run("rebuild", "--check", "m/float.onnx.provenance.json", status: 65).errors
        .contains("was changed"))
  }

  /// Gives the options of a quantization the names that they had in the first preview.
  private func renameParameters(_ name: String) throws {
    var record = try ProvenanceRecord(contentsOf: folder.path(name))
    var parameters = record.command.parameters
    func was(_ key: String, _ word: String) -> JSONValue {
      .boolean(parameters.removeValue(forKey: key) == .text(word))
    }
    parameters["qdqExplicit"] = was("qdq", "explicit")
    parameters["fittedWeightScales"] = was("weightScales", "least-error")
    parameters["roundingByMoments"] = was("rounding", "moments")
    parameters["refinementPictures"] = parameters.removeValue(forKey: "refinementImages")
    parameters["percentile"] = .null
    // There were none but tables.
    #expect(parameters.removeValue(forKey: "leaky") == .text("table"))
    record.command.parameters = parameters
    try record.write(to: folder.path(name))
  }

  @Test("A lineage goes back to the addresses; a changed material is a fault")
  func trace() throws {
    try publish()
    let arguments = [
      "trace", "m/int8.onnx", "--search", Fixtures.root.path + "/Weights", "--search",
      Fixtures.root.path + "/Cfg", "--search", images.path + "/calibration",
    ]
    let outcome = try folder.darkroom(arguments)
    #expect(outcome.status == 0, "\(outcome)")
    for word in ["https://example.org/weights", "60 of 60 files checked", "complete: "] {
      #expect(outcome.output.contains(word), "\(outcome)")
    }
    let alone = try folder.darkroom("trace", "m/int8.onnx", "--json")
    #expect(try JSONDocument(alone.output)["schemaVersion"]?.number == 1)
    var changed = try folder.bytes("m/float.onnx")
    changed[changed.count / 2] ^= 1
    try folder.file("m/float.onnx", changed)
    #expect(try folder.darkroom(arguments).status == 1)
  }

  @Test("The licence gate refuses what is not allowed or not known, and writes nothing")
  func gate() throws {
    _ = try run(
      "convert", Shapes.cfg, Shapes.weights, "-o", "x.onnx", "-q", "--license", "cfg=GPL-3.0-only")
    let refused = try run("notice", ".", "--allow", "MIT,Apache-2.0", status: 1)
    #expect(refused.output.contains("GPL-3.0-only") && refused.output.contains("NOASSERTION"))
    #expect(!FileManager.default.fileExists(atPath: folder.path("NOTICE.md")))
    #expect(try run("notice", ".", "--allow", "MIT AND", status: 64).errors.contains("MIT AND"))
    _ = try run("notice", ".")
    _ = try run("notice", ".", "--check")
    try folder.file("NOTICE.md", "# NOTICE\n")
    #expect(try run("notice", ".", "--check", status: 1).output.contains("NOTICE.md"))
  }

  @Test("Manifests and lists of sha256sum, made and checked")
  func manifest() throws {
    try FileManager.default.createDirectory(
      atPath: folder.path("d"), withIntermediateDirectories: true)
    try folder.file("d/a b", "one")
    try folder.file("d/c", "two")
    _ = try run("manifest", "create", "d", "-o", "list.json")
    _ = try run("manifest", "verify", "d", "--manifest", "list.json")
    _ = try run("manifest", "create", "d", "--sha256sum", "-o", "sums")
    #expect(try folder.shell("cd d && sha256sum --strict -c ../sums").status == 0)
    _ = try run("manifest", "verify", "d", "--manifest", "sums")
    #expect(try run("manifest", "show", "list.json", "a b").output.contains("sha256"))
    _ = try run("manifest", "show", "list.json", "zzz", status: 66)
    try folder.file("d/c", "tow")
    try folder.file("d/new", "x")
    try FileManager.default.removeItem(atPath: folder.path("d/a b"))
    let broken = try run("manifest", "verify", "d", "--manifest", "list.json", "--json", status: 1)
    #expect(broken.output.contains("missing") && broken.output.contains("changed"))
    #expect(broken.output.contains("extra"))
  }

  @Test("Cards and bills of materials go to standard output or a file; keys stay out of folders")
  func documents() throws {
    try publish()
    #expect(try run("card", "m/int8.onnx").output.hasPrefix("---\n"))
    #expect(try run("bom", "m/int8.onnx").output.contains("\"CycloneDX\""))
    #expect(try run("bom", "m/int8.onnx", "--format", "spdx").output.contains("ai_AIPackage"))
    _ = try run("card", "m/none.onnx", status: 66)
    _ = try run("keygen", "m/key")
    #expect(try run("sign", "m", "--key", "m/key", status: 64).errors.contains("keep it elsewhere"))
  }
}
