import Foundation
import TestSupport
import Testing

/// The program of `docs/guide/ship-to-a-runtime.md` that finds boxes by the metadata alone, against
/// `detect`: what stands in the document is what is run.
@Suite(
  "Boxes from the metadata alone",
  .enabled(if: Peers.python != nil, Comment(rawValue: Peers.areMissing)))
struct MetadataProgramTests {
  let folder: WorkFolder

  init() throws { folder = try WorkFolder() }

  @Test(
    "The embedded detector", arguments: ["raw", "decoded", "nms", "yolov5", "yolov8"])
  func shapes(form: String) throws {
    let images =
      (0..<12).map(Shapes.image)
      + [Fixtures.root.appendingPathComponent("Images/detections.png").path]
    try expectSame(Shapes.cfg, Shapes.weights, form, images)
  }

  @Test(
    "All kinds of heads with anchors",
    arguments: ["gaussian_yolo", "region_logistic_classes", "region_v2", "yolo_new_coords"],
    ["raw", "decoded"])
  func heads(network: String, form: String) throws {
    let peer = ConformanceNetwork(network)
    try expectSame(peer.cfg, peer.weights, form, (0..<4).map(Shapes.image))
  }

  @Test(
    "All shared networks",
    .enabled(if: Fixtures.shared != nil, Comment(rawValue: Fixtures.sharedIsMissing)),
    arguments: ["raw", "decoded"])
  func shared(form: String) throws {
    let shared = try #require(Fixtures.shared)
    let images = FixtureFolder(shared.appendingPathComponent("images"))
    let models = FixtureFolder(shared.appendingPathComponent("models"))
    for name in models.names {
      let model = models.folder(name)
      try expectSame(
        model.file("\(name).cfg"), model.file("\(name).weights"), form,
        images.names.filter { $0.hasSuffix(".jpg") }.map { images.file($0) })
    }
  }

  /// Checks that the document's program and `detect` find the same boxes, one by one.
  private func expectSame(
    _ cfg: String, _ weights: String, _ form: String, _ images: [String]
  ) throws {
    let made = try folder.darkroom("convert", cfg, weights, "-o", "m.onnx", "--heads", form)
    try #require(made.status == 0, "\(made)")
    let script = try program()
    try folder.file("program.py", script)
    let theirs = try StartedProgram(
      try #require(Peers.python).path, ["program.py", "m.onnx"] + images, in: folder.url
    ).end(timeout: 300)
    try #require(theirs.status == 0, "\(theirs)")
    let ours = try folder.darkroom(["detect", "m.onnx"] + images + ["--json"])
    try #require(ours.status == 0, "\(ours)")
    let found = try JSONDocument(theirs.output).elements
    #expect(found.count == images.count)
    var count = 0
    for (index, objects) in found.enumerated() {
      let expected = try FoundObject.all(in: ours.output, image: index)
      let objects = objects.elements.compactMap(FoundObject.init)
      #expect(objects.count == expected.count, "\(cfg) \(images[index])")
      count += expected.count
      for (object, other) in zip(objects.sorted(by: isBefore), expected.sorted(by: isBefore)) {
        #expect(object.agrees(with: other), "\(cfg) \(images[index]): \(object) \(other)")
      }
    }
    #expect(count > 0, "\(cfg)")
  }

  /// An order that rounding does not change: scores may be equal.
  private func isBefore(_ one: FoundObject, _ other: FoundObject) -> Bool {
    func place(_ object: FoundObject, _ side: Int) -> Double { (object.box[side] * 2).rounded() }
    return (one.index, place(one, 0), place(one, 1), place(one, 2), place(one, 3))
      < (other.index, place(other, 0), place(other, 1), place(other, 2), place(other, 3))
  }

  /// The functions of the document, and what prints what they find as `detect --json` does.
  private func program() throws -> String {
    let page = try String(
      contentsOf: Fixtures.root.appendingPathComponent("docs/guide/ship-to-a-runtime.md"),
      encoding: .utf8)
    let blocks = page.components(separatedBy: "```python\n").dropFirst().compactMap {
      $0.components(separatedBy: "\n```").first
    }
    let functions = try #require(blocks.first { $0.contains("def detect(") })
      .components(separatedBy: "\n\n\nfor kind, score, box in detect(")[0]
    return functions + """


      import sys
      print(json.dumps([[
          {"class": int(kind), "label": str(kind), "score": float(score), "box": [float(x) for x in box]}
          for kind, score, box in detect(sys.argv[1], path)
      ] for path in sys.argv[2:]]))

      """
  }
}
