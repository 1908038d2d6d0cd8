import Foundation
import TestSupport
import Testing

@Suite("The programs of Examples")
struct ExampleProgramTests {
  let folder: WorkFolder

  init() throws { folder = try WorkFolder() }

  @Test("ConvertAndRun finds the objects that detect finds")
  func convertAndRun() throws {
    let outcome = try example("ConvertAndRun", Sample.cfg, Sample.weights, Sample.photo)
    #expect(outcome.status == 0, "\(outcome)")
    let lines = outcome.output.split(separator: "\n").map(String.init)
    #expect(lines.first?.hasSuffix("bytes of ONNX, 42 nodes") == true, "\(outcome)")
    let found = try folder.darkroom([
      "detect", Sample.cfg, "--weights", Sample.weights, Sample.photo, "--json",
    ])
    let image = try #require(try JSONDocument(found.output)["images"]?[0])
    let objects = (image["detections"]?.elements ?? []).map { object in
      let box = (object["box"]?.elements ?? []).compactMap(\.number)
      let percent = Int(Float(object["score"]?.number ?? 0) * 100)
      let number = Int(object["class"]?.number ?? -1)
      return "class \(number), \(percent) %, at (\(Int(box[0])), \(Int(box[1])))"
    }
    #expect(!objects.isEmpty && Array(lines.dropFirst()) == objects, "\(outcome)")
  }

  @Test("EvaluateResults prints the metrics of perfect and of no detections")
  func evaluateResults() throws {
    let truth = try JSONDocument(try String(contentsOfFile: Sample.annotations, encoding: .utf8))
    let perfect = (truth["annotations"]?.elements ?? []).map { object in
      let box = (object["bbox"]?.elements ?? []).compactMap(\.number)
      let image = Int(object["image_id"]?.number ?? -1)
      let category = Int(object["category_id"]?.number ?? -1)
      return #"{"image_id": \#(image), "category_id": \#(category), "bbox": \#(box), "score": 0.9}"#
    }
    let results = try folder.file("all.json", "[\(perfect.joined(separator: ","))]")
    let all = try example("EvaluateResults", results.path, Sample.annotations)
    #expect(all.status == 0, "\(all)")
    #expect(
      all.output.hasPrefix(
        "\(perfect.count) detections in 100 images\nAP   1.0\nAP50 1.0\nAP   1.0 of circle\n"),
      "\(all)")
    let nothing = try folder.file("none.json", "[]")
    let none = try example("EvaluateResults", nothing.path, Sample.annotations)
    #expect(
      none.output.hasPrefix("0 detections in 100 images\nAP   0.0\nAP50 0.0\n"), "\(none)")
  }

  @Test("VerifyFolder accepts a signed folder, and refuses it changed or with another key")
  func verifyFolder() throws {
    let made = try folder.shell(
      """
      set -e
      mkdir model
      "$darkroom" convert '\(Sample.cfg)' '\(Sample.weights)' -o model/shapes.onnx
      "$darkroom" keygen key.pem
      "$darkroom" keygen other.pem
      "$darkroom" manifest create model
      "$darkroom" sign model --key key.pem
      """)
    #expect(made.status == 0, "\(made)")
    let model = folder.path("model")
    let good = try example("VerifyFolder", model, folder.path("key.pem.pub"))
    #expect(good.status == 0 && good.output.contains("ok      signature"), "\(good)")
    let other = try example("VerifyFolder", model, folder.path("other.pem.pub"))
    #expect(other.status != 0, "\(other)")
    try folder.file("model/shapes.onnx", "changed")
    let changed = try example("VerifyFolder", model, folder.path("key.pem.pub"))
    #expect(changed.status == 1 && changed.output.contains("FAILED"), "\(changed)")
  }

  /// Runs a program that was built with the tests.
  private func example(_ name: String, _ arguments: String...) throws -> StartedProgram.Outcome {
    let tests = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    let program = tests.deletingLastPathComponent().appendingPathComponent(name).path
    return try StartedProgram(program, arguments, in: folder.url).end(timeout: 120)
  }
}
