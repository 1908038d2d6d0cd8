import Foundation
import TestSupport
import Testing

/// `Examples/use_model.py`, and with it the session of the Python module, which knows a model by its
/// metadata alone, against `detect`.
@Suite(
  "The example in Python", .enabled(if: Peers.python != nil, Comment(rawValue: Peers.areMissing)))
struct ExampleScriptTests {
  let folder: WorkFolder

  init() throws { folder = try WorkFolder() }

  /// Images of the network's size, and one that is not.
  private let images =
    (0..<8).map(Shapes.image)
    + [Fixtures.root.appendingPathComponent("Images/detections.png").path]

  @Test(
    "It finds what detect finds, in every form",
    arguments: [
      "", "--heads decoded", "--heads nms", "--batch 2", "--batch dynamic", "--heads yolov5",
      "--heads yolov8 --batch dynamic", "--heads deepstream --batch 2",
      "--heads efficientnms --batch dynamic", "--heads decoded --output-names b,s",
      "--heads nms --output-names b,s,i --input uint8", "--input-order bgr --input-layout nhwc",
      "--input uint8 --input-layout nhwc --input-order bgr --heads yolov8",
      // Not decoded: scores near 1 are equal in float16, so that suppression has no best box.
      "--precision float16", "--precision float16 --heads nms",
    ])
  func float(options: String) throws {
    let outcome = try folder.shell(
      "$darkroom convert '\(Shapes.cfg)' '\(Shapes.weights)' --names '\(Shapes.names)' "
        + "-o model.onnx \(options)")
    #expect(outcome.status == 0, "\(outcome)")
    try expectAgreement(threshold: 0.25, isHalf: options.contains("float16"))
  }

  @Test(
    "INT8 models too",
    arguments: [
      "", "--heads decoded", "--format qdq --qdq explicit", "--input uint8 --heads efficientnms",
    ])
  func int8(options: String) throws {
    let outcome = try folder.shell(
      "$darkroom quantize '\(Shapes.cfg)' --weights '\(Shapes.weights)' --names '\(Shapes.names)' "
        + "--calibration '\(Shapes.calibration)' --effort fast -o model.onnx \(options)")
    #expect(outcome.status == 0, "\(outcome)")
    try expectAgreement(threshold: 0.25)
  }

  @Test(
    "All kinds of heads",
    arguments: [
      "detection_v1", "gaussian_yolo", "region_logistic_classes", "region_v2", "yolo_new_coords",
      "yolo_scale_xy", "yolo_two_heads", "yolo_v3",
    ])
  func heads(network: String) throws {
    let peer = ConformanceNetwork(network)
    let outcome = try folder.darkroom("convert", peer.cfg, peer.weights, "-o", "model.onnx")
    #expect(outcome.status == 0, "\(outcome)")
    try expectAgreement(threshold: 0.3)
  }

  @Test("A model of another program is refused")
  func foreign() throws {
    _ = try Shapes.convert(in: folder)
    let made = try Peers.run(
      "foreign_detector.py", [folder.path("shapes.onnx"), folder.path("model.onnx"), "plain"])
    #expect(made.status == 0, "\(made)")
    let outcome = try example(threshold: 0.25)
    #expect(outcome.status == 1 && outcome.errors.contains("is no detector"), "\(outcome)")
  }

  /// Runs the example on `model.onnx`.
  private func example(threshold: Double) throws -> StartedProgram.Outcome {
    let script = Fixtures.root.appendingPathComponent("Examples/use_model.py").path
    return try StartedProgram(
      try #require(Peers.python).path,
      [script, "model.onnx"] + images + ["--threshold", "\(threshold)"], in: folder.url,
      environment: ["PYTHONPATH": Fixtures.root.appendingPathComponent("Python/src").path]
    ).end(timeout: 300)
  }

  /// Checks that the example and `detect` find the same in `model.onnx`.
  ///
  /// - Parameter isHalf: whether numbers are float16, of which equal scores come in any order.
  private func expectAgreement(threshold: Double, isHalf: Bool = false) throws {
    let theirs = try example(threshold: threshold)
    #expect(theirs.status == 0, "\(theirs)")
    let ours = try folder.darkroom(
      ["detect", "model.onnx"] + images + ["--threshold", "\(threshold)", "--json"])
    #expect(ours.status == 0, "\(ours)")
    let (theirImages, ourImages) = (
      try JSONDocument(theirs.output)["images"]?.elements ?? [],
      try JSONDocument(ours.output)["images"]?.elements ?? []
    )
    #expect(theirImages.count == images.count && ourImages.count == images.count)
    var count = 0
    for (theirImage, ourImage) in zip(theirImages, ourImages) {
      #expect(theirImage.keys == ourImage.keys)
      for key in ["path", "width", "height"] { #expect(theirImage[key] == ourImage[key]) }
      let theirObjects = theirImage["detections"]?.elements ?? []
      var left = ourImage["detections"]?.elements ?? []
      #expect(theirObjects.count == left.count, "\(theirs)\n\(ours)")
      count += left.count
      for object in theirObjects {
        guard let found = FoundObject(object),
          let index = left.firstIndex(where: { other in
            guard let other = FoundObject(other) else { return false }
            return isHalf ? found.nearlyAgrees(with: other) : found.agrees(with: other)
          })
        else {
          Issue.record("\(object) is not among \(left)")
          continue
        }
        #expect(left[index].keys == object.keys && left[index]["label"] == object["label"])
        left.remove(at: index)
      }
    }
    #expect(count > 0)
  }
}

extension FoundObject {
  /// Whether two runs tell the same, up to what float16 leaves of scores and boxes.
  fileprivate func nearlyAgrees(with other: FoundObject) -> Bool {
    index == other.index && abs(score - other.score) < 2e-3
      && zip(box, other.box).allSatisfy { abs($0 - $1) < 0.5 }
  }
}
