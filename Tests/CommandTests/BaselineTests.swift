import Foundation
import TestSupport
import Testing

/// `--effort baseline` against `onnxruntime.quantization.quantize_static`, which it stands for.
@Suite(
  "What ONNX Runtime's own tool makes of a model",
  .enabled(if: Peers.python != nil, Comment(rawValue: Peers.areMissing)))
struct BaselineTests {
  private let folder: WorkFolder

  init() throws { folder = try WorkFolder() }

  /// Quantizes a model and has the tool quantize it, on the same inputs.
  private func compared(
    _ cfg: String, _ weights: String, images: String
  ) throws -> JSONDocument {
    let quantize = ["quantize", "f.onnx", "--calibration", images, "--sample", "8", "-q"]
    for arguments in [
      ["convert", cfg, weights, "-o", "f.onnx", "-q"],
      quantize + ["--effort", "baseline", "-o", "q.onnx", "--report", "r.json"],
      quantize + ["--effort", "fast", "--target", "litert", "-o", "l.onnx"],
    ] {
      let outcome = try folder.darkroom(arguments)
      try #require(outcome.status == 0, "\(outcome)")
    }
    let names = ["f.onnx", "q.onnx", "l-calibration.npy", "r.json"]
    let outcome = try Peers.run("baseline.py", names.map { folder.path($0) })
    try #require(outcome.status == 0, "\(outcome)")
    return try JSONDocument(outcome.output)
  }

  private func check(_ found: JSONDocument, tensors: Double, layers: Double) throws {
    let comment = Comment(rawValue: "\(found)")
    #expect(found["unseen"]?.elements.isEmpty == true, comment)
    for key in ["own", "given"] {
      let part = try #require(found[key])
      #expect(part["tensors"] == .number(tensors) && part["layers"] == .number(layers), comment)
      for name in ["onlyModel", "onlyPeer", "otherZeroPoints"] {
        #expect(part[name]?.elements.isEmpty == true, comment)
      }
      for name in ["otherWeights", "otherWeightScales", "layersWithOneBias"] {
        #expect(part[name] == .number(0), comment)
      }
    }
    // From the same minima and maxima, everything is equal bit for bit.
    let given = found["given"]
    #expect(given?["otherScales"] == .number(0) && given?["otherBiases"] == .number(0), comment)
    // Minima and maxima themselves are float32 sums that ONNX Runtime adds in another order: no end of a
    // range is off by a hundredth of an 8-bit step, and no bias by more than 1.
    let own = try #require(found["own"])
    #expect((own["mostRelative"]?.number ?? 1) * 255 < 0.01, comment)
    #expect((own["mostBias"]?.number ?? 2) <= 1, comment)
    // Run by ONNX Runtime, both are as far from float, to a tenth of a decibel.
    let ratios = ["model", "peer"].map { found["sqnr"]?[$0]?.number ?? .nan }
    #expect(abs(ratios[0] - ratios[1]) < 0.1, comment)
  }

  @Test("Of the embedded detector, scales, zero points, weights and biases are those of the tool")
  func embedded() throws {
    try check(
      compared(Shapes.cfg, Shapes.weights, images: Shapes.calibration), tensors: 45, layers: 17)
  }

  @Test(
    "Of published models, scales, zero points, weights and biases are those of the tool",
    .enabled(if: Fixtures.shared != nil, Comment(rawValue: Fixtures.sharedIsMissing)),
    arguments: [
      ("yolo-fastest-1.1", 163, 84), ("yolov4-tiny", 58, 21), ("yoloface-500k-v2", 91, 61),
      ("mobilenetv2-yolov3-nano", 76, 59),
    ])
  func published(name: String, tensors: Double, layers: Double) throws {
    let shared = try #require(Fixtures.shared)
    let model = shared.appendingPathComponent("models/\(name)/\(name)").path
    try check(
      compared(
        model + ".cfg", model + ".weights",
        images: shared.appendingPathComponent("coco/calibration").path),
      tensors: tensors, layers: layers)
  }

  @Test("It goes with no target, and says what to leave out") func target() throws {
    let outcome = try folder.darkroom(
      Shapes.quantize(with: Shapes.few)
        + ["--effort", "baseline", "--target", "onnxruntime", "-o", "q.onnx"])
    #expect(outcome.status == 64 && outcome.errors.contains("leave one of them out"), "\(outcome)")
    let standard = try folder.darkroom(
      Shapes.quantize(with: Shapes.few)
        + ["--effort", "baseline", "--domain", "standard", "-o", "q.onnx"])
    #expect(standard.status == 64, "\(standard)")
    #expect(standard.errors.contains("--tensor-ranges own needs --domain microsoft"), "\(standard)")
    #expect(try folder.entries().isEmpty)
  }

  @Test("Single options change it, and the record has every one of them") func options() throws {
    let outcome = try folder.darkroom(
      Shapes.quantize(with: Shapes.few)
        + ["--effort", "baseline", "--granularity", "per-channel", "-o", "q.onnx"])
    #expect(outcome.status == 0, "\(outcome)")
    let record = try JSONDocument(
      String(decoding: folder.bytes("q.onnx.provenance.json"), as: UTF8.self))
    let parameters = record["command"]?["parameters"]
    #expect(parameters?["granularity"]?.string == "per-channel")
    #expect(parameters?["ranges"]?.string == "minmax" && parameters?["head"]?.string == "single")
    #expect(parameters?["tensorRanges"]?.string == "own")
    #expect(parameters?["activationAware"] == .boolean(false))
  }

  @Test("--tensor-ranges own goes with other choices of ranges, and shared with minima and maxima")
  func ranges() throws {
    func scales(_ options: String...) throws -> [String: Double] {
      let outcome = try folder.darkroom(
        Shapes.quantize(with: Shapes.few)
          + ["--effort", "fast", "--ranges", "minmax", "-o", "q.onnx", "--report", "r.json"]
          + options)
      try #require(outcome.status == 0, "\(outcome)")
      let report = try JSONDocument(String(decoding: folder.bytes("r.json"), as: UTF8.self))
      let tensors = report["quantization"]?["tensors"]?.elements ?? []
      return Dictionary(
        tensors.compactMap { tensor in
          guard let name = tensor["name"]?.string, let scale = tensor["scale"]?.number else {
            return nil
          }
          return (name, scale)
        }, uniquingKeysWith: { first, _ in first })
    }
    let (shared, own) = (try scales(), try scales("--tensor-ranges", "own"))
    #expect(shared.keys == own.keys && shared.count > 30)
    // A part of a concatenation need not be as coarse as the whole.
    #expect(own.contains { $0.value < (shared[$0.key] ?? 0) * 0.9 })
  }
}
