import Foundation
import Provenance
import TestSupport
import Testing

@Suite("A model is made for each runtime that its recipe names, and its rules are a gate")
struct ZooTargetTests {
  let zoo: ZooFolder

  init() throws {
    zoo = try ZooFolder()
    try zoo.write {
      $0.targets = ["openvino", "tensorrt"]
      $0.gates = "  minimumAP: 0.7\n  maximumLoss: 0.05\n  minimumAgreement: 0.8\n  licenses: [MIT]"
    }
  }

  private func build(_ options: String = "") throws -> [String] {
    let outcome = try zoo.shell("$darkroom zoo build shapes --explain \(options)")
    #expect(outcome.status == 0, "\(outcome)")
    return ZooFolder.steps(done: outcome)
  }

  private func text(_ path: String) throws -> String {
    try String(contentsOfFile: zoo.folder.path(path), encoding: .utf8)
  }

  private static func steps(_ target: String) -> [String] {
    ["quantize \(target)", "compare \(target)", "evaluate int8-\(target)"]
  }

  @Test("Each target has steps of its own, which are done again for it alone")
  func steps() throws {
    #expect(
      try build() == [
        "convert", "quantize", "quantize openvino", "quantize tensorrt", "compare",
        "evaluate int8", "compare openvino", "evaluate int8-openvino", "compare tensorrt",
        "evaluate int8-tensorrt", "evaluate float", "assemble",
      ])
    #expect(try build() == [])
    try zoo.write { $0.targets = ["tensorrt"] }
    #expect(try build() == ["assemble"])
    try zoo.write { $0.targets = ["tensorrt", "qnn"] }
    #expect(try build() == ZooTargetTests.steps("qnn") + ["assemble"])
    // Without targets everything is as if there never had been any.
    try zoo.write()
    #expect(try build() == ["assemble"])
    let other = try zoo.shell(
      """
      $darkroom zoo build shapes --store other -q
      cmp store/models/shapes.json other/models/shapes.json
      """)
    #expect(other.status == 0, "\(other)")
  }

  @Test("The folder has each model with its record, and card, page and lists say what was checked")
  func published() throws {
    _ = try build()
    let outcome = try zoo.shell(
      """
      $darkroom zoo verify shapes --measure && $darkroom zoo publish shapes -o out \\
        && $darkroom verify out --key key.pem.pub
      """)
    #expect(outcome.status == 0, "\(outcome)")
    for target in ["openvino", "tensorrt"] {
      let name = "shapes-int8-\(target).onnx"
      for suffix in ["", ".provenance.json", ".intoto.jsonl", ".cdx.json", ".spdx.json"] {
        #expect(
          FileManager.default.fileExists(atPath: zoo.folder.path("out/\(name)\(suffix)")),
          "\(name)\(suffix)")
      }
      #expect(outcome.output.contains("\(name): AP "), "\(outcome)")
      #expect(outcome.output.contains("INT8 for \(target) keeps the rules of "), "\(outcome)")
      #expect(outcome.output.contains("INT8 for \(target) loses at most 0.05 AP"), "\(outcome)")
      let checked = try zoo.shell("$darkroom check out/\(name)")
      #expect(checked.status == 0 && checked.output.hasPrefix("\(target): "), "\(checked)")
      let record = try JSONDocument(try text("out/\(name).provenance.json"))
      let kinds = record["measurements"]?.elements.compactMap { $0["kind"]?.string }
      #expect(kinds == ["check", "evaluate", "compare"])
      let statements = try text("out/\(name).intoto.jsonl").split(separator: "\n").count
      #expect(statements == 4)
    }
    let card = try text("out/README.md")
    #expect(card.contains("## For which runtime"))
    let page = try text("out/report.html")
    let listed = try JSONDocument(try zoo.shell("$darkroom zoo list --json").output)
    let targets = listed["models"]?[0]?["figures"]?["targets"]?.elements ?? []
    #expect(targets.compactMap { $0["target"]?.string } == ["openvino", "tensorrt"])
    for target in targets {
      let ap = String(format: "%.4f", try #require(target["accuracy"]?["ap"]?.number))
      let file = try #require(target["file"]?.string)
      let row = card.split(separator: "\n").first {
        $0.hasPrefix("| `\(file)` | ") && $0.contains(ap)
      }
      #expect(row?.contains("Darkroom's own engine | checked by ") == true, "\(card)")
      #expect(page.contains(file) && page.contains(ap))
      #expect(target["rules"]?["broken"]?.number == 0)
      let rules = try #require(target["rules"])
      let counts = ["run", "simulator", "read"].compactMap { rules[$0]?.number }
      #expect(rules["checked"]?.number == counts.reduce(0, +))
    }
    #expect(page.contains("For which runtime") && page.contains("The rules of NVIDIA TensorRT"))
    let shown = try zoo.shell("$darkroom zoo list && $darkroom zoo show shapes")
    #expect(shown.output.contains("  for tensorrt"), "\(shown)")
    #expect(
      shown.output.contains("; measured on Darkroom's own engine, not on the runtime"), "\(shown)")
  }

  @Test("The model for a target is rebuilt from its record, byte for byte")
  func rebuilt() throws {
    _ = try build()
    let outcome = try zoo.shell(
      """
      $darkroom zoo publish shapes -o out -q >/dev/null
      $darkroom rebuild --check out/shapes-int8-tensorrt.onnx.provenance.json --search out \\
        --search '\(ZooFolder.calibration)'
      """)
    #expect(outcome.status == 0 && outcome.output.hasPrefix("reproduced"), "\(outcome)")
  }

  @Test("A model that breaks a rule of its runtime is built and told of, but not published")
  func broken() throws {
    // NMS is nothing that RKNN has.
    try zoo.write {
      $0.targets = ["rknn"]
      $0.conversion = "heads: nms"
      $0.hasEvaluation = false
      $0.gates = "  licenses: [MIT]"
    }
    let built = try zoo.shell("$darkroom zoo build shapes")
    #expect(built.status == 0, "\(built)")
    #expect(
      built.errors.contains("FAILED    INT8 for rknn keeps the rules of Rockchip RKNN: "),
      "\(built)")
    let refused = try zoo.shell("$darkroom zoo publish shapes -o out")
    #expect(refused.status == 1, "\(refused)")
    #expect(
      refused.output.contains("failed: INT8 for rknn keeps the rules of Rockchip RKNN: "),
      "\(refused)")
    #expect(!FileManager.default.fileExists(atPath: zoo.folder.path("out")))
  }

  @Test("A record that claims rules which its file breaks does not verify")
  func forged() throws {
    _ = try build()
    let outcome = try zoo.shell(
      """
      $darkroom zoo publish shapes -o out -q >/dev/null
      mkdir f && cp out/shapes-int8.onnx out/shapes-int8.onnx.provenance.json f
      """)
    #expect(outcome.status == 0, "\(outcome)")
    // The model for no runtime, with what is said of the one for TensorRT.
    let path = zoo.folder.path("f/shapes-int8.onnx.provenance.json")
    var record = try ProvenanceRecord(contentsOf: path)
    let other = try ProvenanceRecord(
      contentsOf: zoo.folder.path("out/shapes-int8-tensorrt.onnx.provenance.json"))
    var check = try #require(other.measurements.first { $0.kind == .check })
    check.artifact = record.artifact.file.digest
    record.measurements = [check]
    try record.write(to: path)
    let verified = try zoo.shell("$darkroom verify f")
    #expect(verified.status == 1, "\(verified)")
    #expect(verified.output.contains("its record says that it keeps this rule"), "\(verified)")
  }
}
