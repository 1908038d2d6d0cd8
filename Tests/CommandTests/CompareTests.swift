import Foundation
import TestSupport
import Testing

@Suite("darkroom compare and report")
struct CompareTests {
  let folder: WorkFolder
  private let images = Fixtures.root.appendingPathComponent("Images/shapes/validation").path
  private let calibration = Fixtures.root.appendingPathComponent("Images/shapes/calibration").path

  init() throws {
    folder = try WorkFolder()
    _ = try Shapes.convert(in: folder, "--names", Shapes.names)
  }

  private func compare(_ b: String, _ options: String...) throws -> CommandLineTool.Outcome {
    try folder.darkroom(
      [
        "compare", Shapes.cfg, b, "--weights", Shapes.weights, "--images", images, "--limit",
        "24",
        "--json",
      ] + options)
  }

  /// The float model as ONNX with other numbers in it, made by a Python peer.
  private func changed(_ line: String) throws {
    let script = """
      import onnx, onnx.numpy_helper as h
      model = onnx.load("shapes.onnx")
      inits = {i.name: i for i in model.graph.initializer}
      first = inits[next(n for n in model.graph.node if n.op_type == "Conv").input[1]]
      w = h.to_array(first).copy()
      \(line)
      first.CopyFrom(h.from_array(w, first.name))
      onnx.save(model, "changed.onnx")
      """
    try folder.file("change.py", Data(script.utf8))
    let outcome = try CommandLineTool.run(
      executable: Peers.python?.path ?? "", [folder.path("change.py")],
      in: URL(fileURLWithPath: folder.path("")), timeout: 60)
    #expect(outcome.status == 0, "\(outcome)")
  }

  @Test("A converted model is the checkpoint")
  func float() throws {
    let outcome = try compare("shapes.onnx", "--min-sqnr", "60", "--min-f1", "1")
    #expect(outcome.status == 0, "\(outcome)")
    let report = try JSONDocument(outcome.output)
    #expect(JSONDocument.keysAreSorted(in: outcome.output))
    #expect(report["verdict"]?["passed"] == .boolean(true))
    #expect(report["detections"]?["lost"]?.number == 0)
    // The network has 30 layers, the last of which are heads.
    #expect(report["layers"]?.elements.count ?? 0 >= 27)
    #expect(report["findings"]?.elements == [])
  }

  @Test(
    "An INT8 model agrees layer by layer, whether its channels were equalized or not",
    arguments: [
      ["--effort", "fast"], ["--effort", "fast", "--equalization", "activations"],
      ["--effort", "fast", "--format", "qdq"],
      ["--effort", "fast", "--domain", "standard", "--activation-type", "int8"],
    ])
  func int8(options: [String]) throws {
    let made = try folder.darkroom(
      ["quantize", "shapes.onnx", "--calibration", calibration, "-o", "int8.onnx"] + options)
    #expect(made.status == 0, "\(made)")
    let outcome = try compare("int8.onnx", "--min-sqnr", "20")
    #expect(outcome.status == 0, "\(outcome)")
    let report = try JSONDocument(outcome.output)
    #expect(report["models"]?[1]?["precision"]?.string == "int8")
    let layers = report["layers"]?.elements ?? []
    #expect(layers.count >= 20)
    // A layer in other units, or read with a wrong scale, would be far below.
    #expect(layers.allSatisfy { $0["sqnr"]?.number ?? 99 > 12 }, "\(layers.first ?? .null)")
    let ratios = layers.compactMap { $0["sqnr"]?.number }
    #expect(ratios == ratios.sorted(), "the worst is first")
    let images = report["images"]?.elements.compactMap { $0["detections"]?["f1"]?.number } ?? []
    #expect(images == images.sorted() && images.count == 24)
    let strict = try compare("int8.onnx", "--min-sqnr", "90")
    #expect(strict.status == 1)
    #expect(try JSONDocument(strict.output)["verdict"]?["passed"] == .boolean(false))
  }

  @Test(
    "Names the input that another model was made for",
    .enabled(if: Peers.python != nil, Comment(rawValue: Peers.areMissing)),
    arguments: [
      // Shapes are found in any colour, so BGR alone would not be noticed.
      ("w = w / 255", "0 to 255"),
      ("w = w[:, ::-1].copy() / 255", "BGR"),
    ])
  func feeding(line: String, word: String) throws {
    try changed(line)
    let outcome = try compare("changed.onnx")
    #expect(outcome.status == 1, "\(outcome)")
    let findings = try JSONDocument(outcome.output)["findings"]?.elements.compactMap(\.string) ?? []
    #expect(findings.contains { $0.contains(word) && $0.contains("when images are given") })
  }

  @Test(
    "Notices swapped colours by a real detector's boxes, in a file that says nothing of itself",
    .enabled(
      if: Peers.python != nil && Fixtures.shared != nil,
      "needs ../shared and the Python peers"))
  func colours() throws {
    let model = try #require(Peer(model: "yolov4-tiny"))
    _ = try folder.darkroom("convert", model.cfg, model.weights, "-qo", "shapes.onnx")
    try changed("w = w[:, ::-1].copy(); del model.metadata_props[:]")
    let images = try Fixtures.folder("images").path
    let outcome = try folder.darkroom(
      "compare", model.cfg, "changed.onnx", "--images", images, "--json")
    #expect(outcome.status == 1 && outcome.errors.contains("says nothing"), "\(outcome)")
    let findings = try JSONDocument(outcome.output)["findings"]?.elements.compactMap(\.string) ?? []
    #expect(findings.first?.contains("in BGR") ?? false, "\(findings)")
  }

  @Test(
    "Says that heads agree and boxes do not, and names the anchors; names a layer that diverges",
    .enabled(if: Peers.python != nil, Comment(rawValue: Peers.areMissing)))
  func causes() throws {
    try changed(
      """
      for p in model.metadata_props:
        if p.key == "darkroom.heads": p.value = p.value.replace('"anchors":[[', '"anchors":[[9')
      """)
    let anchors = try compare("changed.onnx")
    let text = anchors.output
    #expect(
      anchors.status == 1 && text.contains("heads agree") && text.contains("anchors"), "\(text)")
    try changed("w[:] = 0")
    let layer = try compare("changed.onnx")
    #expect(layer.status == 1 && layer.output.contains("layer 0"), "\(layer)")
  }

  @Test("A page of everything; malformed inputs are all named and nothing is written")
  func report() throws {
    let annotations = Fixtures.root.appendingPathComponent(
      "Images/shapes/instances_validation.json"
    ).path
    let outcome = try folder.shell(
      """
      set -e
      $darkroom quantize shapes.onnx --calibration '\(calibration)' -o int8.onnx --effort fast \
        --report quantize.json >/dev/null
      $darkroom compare shapes.onnx int8.onnx --images '\(images)' --limit 8 --json >compare.json
      for m in shapes int8; do
        $darkroom evaluate $m.onnx --images '\(images)' --annotations '\(annotations)' --json \
          --resamples 20 > evaluate-$m.json
        $darkroom detect $m.onnx '\(Shapes.image(0))' --json > detect-$m.json
      done
      $darkroom report quantize.json compare.json evaluate-*.json detect-*.json -o report.html
      """)
    #expect(outcome.status == 0, "\(outcome)")
    let page = try String(contentsOfFile: folder.path("report.html"), encoding: .utf8)
    #expect(page.contains("<svg") && page.contains("data:image/jpeg") && !page.contains("<script"))
    try folder.file("bad.json", Data("{".utf8))
    let bad = try folder.darkroom("report", "bad.json", "compare.json", "gone.json", "-o", "x.html")
    #expect(bad.status == 66 && bad.errors.contains("bad.json") && bad.errors.contains("gone.json"))
    #expect(!FileManager.default.fileExists(atPath: folder.path("x.html")))
  }
}
