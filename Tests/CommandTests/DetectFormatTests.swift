import Foundation
import TestSupport
import Testing

@Suite("darkroom detect --format")
struct DetectFormatTests {
  let folder: WorkFolder
  private let source = [
    "detect", Shapes.cfg, "--weights", Shapes.weights, "--names", Shapes.names, "-q",
  ]
  private let validation = Fixtures.root.appendingPathComponent("Images/shapes/validation").path

  init() throws { folder = try WorkFolder() }

  private func detect(_ form: String) throws {
    let outcome = try folder.darkroom(source + [validation, "--format", form, "-o", form])
    try #require(outcome.status == 0, "\(outcome)")
  }

  /// What is written as labels, judged by itself, is found again.
  @Test("Labels are those of the detections", arguments: ["yolo", "voc", "coco"])
  func labels(form: String) throws {
    try detect(form)
    let annotations = form == "coco" ? "coco/instances.json" : form
    let outcome = try folder.darkroom(
      "evaluate", Shapes.cfg, "--weights", Shapes.weights, "--names", Shapes.names, "-q",
      "--images", validation, "--annotations", annotations, "--threshold", "0.25", "--resamples",
      "0", "--json", "--darknet-map")
    try #require(outcome.status == 0, "\(outcome)")
    let report = try JSONDocument(outcome.output)
    #expect(report["metrics"]?["ap50"]?.number == 1)
    #expect(report["images"]?.number == 100)
    let darknet = try #require(report["darknet"])
    #expect(darknet["points101"]?.number == 1)
    // A sum of steps of recall, each rounded.
    #expect(abs((darknet["area"]?.number ?? 0) - 1) < 1e-12)
    #expect(darknet["perClass"]?.elements.count == 5)
  }

  @Test("darknet's result.json has what --json has, as parts of the image")
  func darknet() throws {
    let outcome = try folder.darkroom(
      source + [Shapes.image(0), "--format", "darknet", "-o", "out", "--json"])
    let image = try #require(try JSONDocument(outcome.output)["images"]?[0])
    let text = try String(
      contentsOf: folder.url.appendingPathComponent("out/result.json"), encoding: .utf8)
    let frame = try #require(try JSONDocument(text)[0])
    #expect(frame["frame_id"]?.number == 1 && frame["filename"]?.string == Shapes.image(0))
    let objects = frame["objects"]?.elements ?? []
    let detections = image["detections"]?.elements ?? []
    #expect(objects.count == detections.count && !objects.isEmpty)
    for (object, detection) in zip(objects, detections) {
      #expect(object["class_id"] == detection["class"] && object["name"] == detection["label"])
      #expect(object["confidence"] == detection["score"])
      let box = detection["box"]?.elements.compactMap(\.number) ?? []
      let width = object["relative_coordinates"]?["width"]?.number ?? 0
      // Boxes are 32-bit floats, written so that they read back as they were.
      #expect(Float(width * (image["width"]?.number ?? 0)) == Float(box[2]))
    }
  }

  @Test("An image without objects gets an empty file; what is there is not replaced")
  func files() throws {
    let blank = ["--threshold", "1", Shapes.image(3), "--format", "yolo", "-o", "labels"]
    #expect(try folder.darkroom(source + blank).status == 0)
    #expect(try Data(contentsOf: folder.url.appendingPathComponent("labels/000003.txt")).isEmpty)
    let again = try folder.darkroom(
      source + [Shapes.image(3), "--format", "yolo", "-o", "labels"])
    #expect(again.status == 73 && again.errors.contains("is there already"), "\(again)")
    let nowhere = try folder.darkroom(source + [Shapes.image(3), "--format", "yolo"])
    #expect(nowhere.status == 64 && nowhere.errors.contains("--format needs -o"))
  }
}
