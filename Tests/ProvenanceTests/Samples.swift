import Digests
import Foundation
import Provenance
import TestSupport

/// Records and files for tests.
enum Samples {
  static func digest(_ text: String) -> Digest { Digest(of: Array(text.utf8)) }

  static func file(_ name: String, _ content: String? = nil) -> FileReference {
    let content = content ?? "content of \(name)"
    return FileReference(
      name: name, digest: digest(content), size: content.utf8.count, mediaType: MediaType.of(name))
  }

  static func license(_ text: String) throws -> LicenseStatement { try LicenseStatement(text) }

  static let tool = Tool(
    name: "darkroom", version: "0.1.0", revision: "0123abcd", configuration: "release",
    uris: ["https://example.org/darkroom"])

  /// The record of a float model with everything known.
  static func float() throws -> ProvenanceRecord {
    let cc = try license("CC-BY-4.0")
    let own = try license("LicenseRef-YOLO-2")
    return ProvenanceRecord(
      artifact: Artifact(
        file: file("tiny.onnx"), opset: 13, precision: "float32",
        inputs: [
          TensorDescription(
            name: "input", elementType: "float32",
            shape: [.named("N"), .fixed(3), .fixed(416), .fixed(416)])
        ],
        outputs: [
          TensorDescription(
            name: "head_30", elementType: "float32",
            shape: [.named("N"), .fixed(255), .fixed(13), .fixed(13)])
        ],
        title: "Tiny", version: "1", architecture: "YOLOv4-tiny", task: "object-detection",
        license: try license("MIT")),
      tool: tool,
      command: Command(
        name: "convert",
        parameters: ["heads": .text("raw"), "batch": .text("dynamic"), "opset": .whole(13)]),
      materials: [
        Material(
          role: .cfg, file: file("tiny.cfg"), uris: ["https://example.org/tiny.cfg"],
          license: own, attribution: "Joseph Redmon, Alexey Bochkovskiy",
          licenseFile: file("darknet-LICENSE", "YOLO LICENSE\n")),
        Material(
          role: .weights, file: file("tiny.weights"), uris: ["https://example.org/tiny.weights"],
          license: own, attribution: "Joseph Redmon, Alexey Bochkovskiy",
          licenseFile: file("darknet-LICENSE", "YOLO LICENSE\n")),
      ],
      measurements: [
        Measurement(
          kind: .evaluate, artifact: file("tiny.onnx").digest,
          dataset: MeasuredDataset(
            name: "COCO", split: "val2017", imageCount: 5000,
            annotations: file("instances_val2017.json"), uris: ["https://cocodataset.org"],
            license: cc, attribution: "COCO Consortium"),
          protocolParameters: ["threshold": .real(0.001), "nms": .real(0.45)],
          metrics: [
            Metric(name: "ap", value: 0.2076, interval: 0.2...0.215),
            Metric(name: "ap50", value: 0.3914),
          ],
          checks: [Check(name: "ap is at least 0.2", verdict: .passed)], tool: tool)
      ],
      circumstances: Circumstances(
        started: Timestamp("2026-02-03T04:05:06Z"), finished: Timestamp("2026-02-03T04:05:08Z"),
        system: "Linux 6.8", architecture: "x86_64", threads: 2))
  }

  /// The record of an INT8 model made from the float one.
  static func int8(
    parent: ProvenanceRecord, images: Calibration.Images? = nil
  ) throws -> ProvenanceRecord {
    let images = images ?? .each([file("a.jpg"), file("b.jpg")])
    return ProvenanceRecord(
      artifact: Artifact(
        file: file("tiny-int8.onnx"), opset: 13, precision: "int8", license: try license("MIT")),
      tool: tool,
      command: Command(name: "quantize", parameters: ["ranges": .text("mse")]),
      materials: [
        Material(
          role: .parentModel, file: parent.artifact.file, license: parent.artifact.license)
      ],
      calibration: Calibration(
        name: "COCO val2017", count: 2, images: images, preprocessing: "letterbox 114",
        uris: ["https://cocodataset.org"], license: try license("CC-BY-4.0"),
        attribution: "COCO Consortium"),
      parent: ParentRecord(parent, name: "tiny.onnx.provenance.json"),
      otherTools: [
        Tool(
          name: "ONNX Runtime", version: "1.20.0", purpose: "second opinion",
          license: try license("MIT"))
      ])
  }
}
