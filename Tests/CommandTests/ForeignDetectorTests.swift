import Foundation
import TestSupport
import Testing

/// ONNX files of other exporters, which say nothing of their heads, with the cfg beside them.
@Suite(
  "Foreign detectors", .enabled(if: Peers.python != nil, Comment(rawValue: Peers.areMissing)))
struct ForeignDetectorTests {
  let folder: WorkFolder
  private let images = Fixtures.root.appendingPathComponent("Images/shapes/validation").path
  private let annotations = Fixtures.root.appendingPathComponent(
    "Images/shapes/instances_validation.json"
  ).path

  init() throws {
    folder = try WorkFolder()
    _ = try Shapes.convert(in: folder)
  }

  /// The embedded detector as another program would write it.
  private func foreign(_ form: String) throws {
    let outcome = try Peers.run(
      "foreign_detector.py", [folder.path("shapes.onnx"), folder.path("theirs.onnx"), form])
    #expect(outcome.status == 0, "\(outcome)")
  }

  @Test(
    "Heads in any order and form are taken for those of the cfg, and boxes are the same",
    arguments: ["plain", "upsample", "newer", "channels-last", "anchors", "values-last"])
  func boxes(form: String) throws {
    try foreign(form)
    let ours = try folder.darkroom("detect", "shapes.onnx", Shapes.image(0), Shapes.image(4))
    let theirs = try folder.darkroom(
      "detect", "theirs.onnx", "--cfg", Shapes.cfg, Shapes.image(0), Shapes.image(4))
    #expect(theirs.status == 0 && theirs.output == ours.output, "\(theirs)\n\(ours)")
    #expect(theirs.errors.contains("taken to be those of"), "\(theirs)")
    #expect(
      theirs.errors.contains("rearranged")
        == ["channels-last", "anchors", "values-last"].contains(form))
    let contract = try folder.darkroom(
      "detect", "theirs.onnx", "--contract", "shapes.onnx", Shapes.image(0), Shapes.image(4))
    #expect(contract.status == 0 && contract.output == ours.output, "\(contract)")
    let compared = try folder.darkroom(
      "compare", Shapes.cfg, "theirs.onnx", "--weights", Shapes.weights, "--images", images,
      "--limit", "8", "--min-sqnr", "60", "--min-f1", "1")
    #expect(compared.status == 0, "\(compared)")
  }

  @Test(
    "Boxes and scores of other converters are taken for decoded heads",
    arguments: ["corners", "rows"])
  func decoded(form: String) throws {
    _ = try Shapes.convert(in: folder, "--heads", "decoded")
    try foreign(form)
    let compared = try folder.darkroom(
      "compare", Shapes.cfg, "theirs.onnx", "--weights", Shapes.weights, "--images", images,
      "--limit", "8", "--min-f1", "1")
    #expect(compared.status == 0, "\(compared)")
    #expect(compared.errors.contains("says nothing of its outputs; they are taken to be"))
    let detected = try folder.darkroom(
      "detect", "theirs.onnx", "--cfg", Shapes.cfg, Shapes.image(0))
    let ours = try folder.darkroom("detect", "shapes.onnx", Shapes.image(0))
    #expect(detected.status == 0 && detected.output == ours.output, "\(detected)\n\(ours)")
    let quantized = try folder.darkroom(
      "quantize", "theirs.onnx", "--cfg", Shapes.cfg, "--calibration", Shapes.few, "-o", "q.onnx")
    #expect(quantized.status == 65 && quantized.errors.contains("raw heads"), "\(quantized)")
  }

  @Test("A foreign detector is evaluated and quantized with the cfg beside it")
  func accuracy() throws {
    try foreign("values-last")
    let float = try folder.darkroom(
      "evaluate", "theirs.onnx", "--cfg", Shapes.cfg, "--names", Shapes.names, "--images", images,
      "--annotations", annotations, "--json")
    #expect(float.status == 0, "\(float)")
    let ap = try #require(try JSONDocument(float.output)["metrics"]?["ap"]?.number)
    #expect(abs(ap - 0.7758) < 0.0001)
    let quantized = try folder.darkroom(
      "quantize", "theirs.onnx", "--cfg", Shapes.cfg, "--calibration", Shapes.calibration,
      "--effort", "fast", "-o", "int8.onnx")
    #expect(quantized.status == 0 && quantized.output.contains("head split"), "\(quantized)")
    let int8 = try folder.darkroom(
      "evaluate", "int8.onnx", "--names", Shapes.names, "--images", images, "--annotations",
      annotations, "--json")
    let found = try #require(try JSONDocument(int8.output)["metrics"]?["ap"]?.number)
    #expect(abs(found - ap) < 0.02, "\(found)")
    let inspected = try folder.darkroom("inspect", "theirs.onnx", "--cfg", Shapes.cfg)
    #expect(inspected.status == 0, "\(inspected)")
  }

  @Test(
    "A foreign yolov4-tiny goes through every command with the cfg beside it, as ours does",
    .enabled(if: Fixtures.shared != nil, Comment(rawValue: Fixtures.sharedIsMissing)))
  func yolo() throws {
    let shared = try #require(Fixtures.shared)
    let model = shared.appendingPathComponent("models/yolov4-tiny/yolov4-tiny").path
    let coco = shared.appendingPathComponent("coco").path
    let converted = try folder.darkroom(
      "convert", "\(model).cfg", "\(model).weights", "-o", "shapes.onnx")
    #expect(converted.status == 0, "\(converted)")
    try foreign("values-last")
    let compared = try folder.darkroom(
      "compare", "\(model).cfg", "theirs.onnx", "--images", "\(coco)/evaluation", "--limit", "4",
      "--min-f1", "1", "--min-sqnr", "60")
    #expect(compared.status == 0, "\(compared)")
    let lend = ["--cfg", "\(model).cfg"]
    let image = "\(coco)/evaluation/000000000139.jpg"
    let found = try ["shapes.onnx", "theirs.onnx"].enumerated().map { index, name in
      let options = index == 0 ? [] : lend
      let detected = try folder.darkroom(["detect", name, image] + options)
      let evaluated = try folder.darkroom(
        [
          "evaluate", name, "--names", "\(model).names", "--images", "\(coco)/evaluation",
          "--annotations", "\(coco)/instances_evaluation.json", "--limit", "16", "--json",
        ] + options)
      let quantized = try folder.shell(
        "ls -d \(coco)/calibration/* | head -8 > list; $darkroom quantize \(name) --calibration list "
          + "--effort fast -o int8-\(name) \(options.joined(separator: " "))")
      #expect(
        detected.status == 0 && evaluated.status == 0 && quantized.status == 0, "\(quantized)")
      let ratio = quantized.output.split(separator: "\n").first { $0.contains("signal to noise") }
      return [
        detected.output, "\(try JSONDocument(evaluated.output)["metrics"]?["ap"]?.number ?? -1)",
        ratio.map(String.init) ?? "",
      ]
    }
    #expect(found[0] == found[1] && !found[0][2].isEmpty)
  }

  @Test("Without a cfg heads are not split, and the command says so")
  func withoutContract() throws {
    try foreign("plain")
    let outcome = try folder.darkroom(
      "quantize", "theirs.onnx", "--calibration", Shapes.calibration, "--effort", "fast", "-o",
      "int8.onnx")
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.output.contains("head single") && !outcome.output.contains("head split"))
    #expect(outcome.errors.contains("the cfg of its training with --cfg FILE"), "\(outcome)")
  }

  @Test("A cfg of another network, a model that describes itself, and both options are refused")
  func refusals() throws {
    try foreign("plain")
    let wrong = String(
      decoding: try Data(contentsOf: URL(fileURLWithPath: Shapes.cfg)), as: UTF8.self
    )
    .replacingOccurrences(of: "width=160", with: "width=320")
    .replacingOccurrences(of: "height=160", with: "height=320")
    try folder.file("other.cfg", wrong)
    let other = try folder.darkroom("detect", "theirs.onnx", "--cfg", "other.cfg", Shapes.image(0))
    #expect(other.status == 64 && other.errors.contains("among its outputs"), "\(other)")
    let own = try folder.darkroom("detect", "shapes.onnx", "--cfg", Shapes.cfg, Shapes.image(0))
    #expect(own.status == 64 && own.errors.contains("describes its heads itself"), "\(own)")
    let both = try folder.darkroom(
      "detect", "theirs.onnx", "--cfg", Shapes.cfg, "--contract", "shapes.onnx", Shapes.image(0))
    #expect(both.status == 64, "\(both)")
    let runtime = try folder.darkroom(
      "detect", "theirs.onnx", "--cfg", Shapes.cfg, Shapes.image(0), "--runtime", "onnxruntime",
      "--onnxruntime", Peers.onnxRuntime ?? "")
    #expect(runtime.status == 64 && runtime.errors.contains("--runtime native"), "\(runtime)")
  }
}
