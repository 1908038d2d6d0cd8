import Foundation
import TestSupport
import Testing
import Vision

/// Outputs as other programs have them, inputs as cameras give them, and names.
@Suite("Layouts of outputs and inputs")
struct LayoutTests {
  let folder: WorkFolder

  init() throws { folder = try WorkFolder() }

  private static let forms = ["yolov5", "yolov8", "deepstream", "efficientnms"]
  private static let runtime = [
    "--runtime", "onnxruntime", "--onnxruntime", Peers.onnxRuntime ?? "",
  ]
  private static let images = (0..<6).map(Shapes.image)

  /// Converts the embedded detector as `NAME.onnx`.
  private func convert(_ name: String, _ options: [String]) throws {
    let outcome = try folder.darkroom(
      ["convert", Shapes.cfg, Shapes.weights, "-o", "\(name).onnx", "-q"] + options)
    try #require(outcome.status == 0, "\(outcome)")
  }

  /// Quantizes it as `NAME.onnx`.
  private func quantize(_ name: String, of model: String, _ options: [String]) throws {
    let outcome = try folder.darkroom(
      [
        "quantize", model, "--calibration", Shapes.few, "--effort", "fast", "-o", "\(name).onnx",
        "-q",
      ] + options)
    try #require(outcome.status == 0, "\(outcome)")
  }

  /// What is found in each image.
  private func detections(
    _ model: String, _ images: [String] = images, _ options: [String] = []
  ) throws -> [[FoundObject]] {
    let outcome = try folder.darkroom(["detect", model] + images + ["--json"] + options)
    try #require(outcome.status == 0, "\(outcome)")
    return try images.indices.map { try FoundObject.all(in: outcome.output, image: $0) }
  }

  private func expectSame(
    _ found: [[FoundObject]], _ expected: [[FoundObject]], _ comment: String
  ) {
    #expect(found.map(\.count) == expected.map(\.count), "\(comment)")
    for (one, other) in zip(found.joined(), expected.joined()) {
      #expect(one.agrees(with: other), "\(comment): \(one) \(other)")
    }
  }

  /// The outputs of a run on a file.
  private func outputs(
    _ model: String, on input: String, _ options: [String] = []
  ) throws -> [[Float]] {
    let target = "out-\(UUID().uuidString)"
    let outcome = try folder.darkroom(["run", model, "-i", input, "-o", target] + options)
    try #require(outcome.status == 0, "\(outcome)")
    return try FileManager.default.contentsOfDirectory(atPath: folder.path(target)).sorted()
      .map { try folder.bytes("\(target)/\($0)").floats }
  }

  /// Images of the network's size as its input: `floats.f32`, `bytes` and `bytes-last`.
  private func writeInputs(_ count: Int) throws {
    let images = try (0..<count).map { try Image(contentsOf: Shapes.image($0)) }
    try folder.file("floats.f32", Data(floats: images.flatMap(\.planes)))
    let last = images.flatMap(\.pixels)
    let planes = images.flatMap { image in
      (0..<3).flatMap { channel in
        stride(from: channel, to: image.pixels.count, by: 3).map { image.pixels[$0] }
      }
    }
    try folder.file("bytes", Data(planes))
    try folder.file("bytes-last", Data(last))
  }

  // MARK: Outputs

  @Test(
    "Every layout finds what raw heads find, in float and INT8",
    arguments: forms + ["nms"], [[], ["--precision", "float16"], ["int8"], ["qdq"]])
  func sameBoxes(form: String, options: [String]) throws {
    let isQuantized = ["int8", "qdq"].contains(options.first ?? "")
    if isQuantized {
      let format = options == ["qdq"] ? ["--format", "qdq", "--qdq", "explicit"] : []
      try convert("float", [])
      try quantize("raw", of: "float.onnx", format)
      try quantize("other", of: "float.onnx", format + ["--heads", form])
    } else {
      try convert("raw", options)
      try convert("other", options + ["--heads", form])
    }
    let expected = try detections("raw.onnx")
    let check = form == "deepstream" ? expectBest : expectSame
    check(try detections("other.onnx"), expected, form)
    guard Peers.onnxRuntime != nil else { return }
    let theirs = try detections("other.onnx", Self.images, Self.runtime)
    // In float16 ONNX Runtime rounds between layers too.
    if options.contains("float16") {
      #expect(form == "deepstream" || theirs.map(\.count) == expected.map(\.count))
    } else {
      check(theirs, expected, "\(form) in ONNX Runtime")
    }
  }

  /// Checks that one class of each box is found: what is missing lies under a better object of
  /// another class, which has its box or has suppressed it.
  private func expectBest(
    _ found: [[FoundObject]], _ expected: [[FoundObject]], _ comment: String
  ) {
    for (found, expected) in zip(found, expected) {
      for object in found {
        #expect(expected.contains { $0.agrees(with: object) }, "\(comment): \(object)")
      }
      for object in expected where !found.contains(where: { $0.agrees(with: object) }) {
        let better = found.contains {
          $0.index != object.index && $0.score > object.score && $0.overlap(object.box) > 0.45
        }
        #expect(better, "\(comment): \(object)")
      }
    }
    #expect(found.joined().count > 10)
  }

  @Test(
    "Every kind of head in every layout that keeps all scores",
    arguments: [
      "detection_v1", "gaussian_yolo", "region_logistic_classes", "region_v2", "yolo_new_coords",
      "yolo_scale_xy", "yolo_two_heads", "yolo_v3",
    ])
  func heads(network: String) throws {
    let peer = ConformanceNetwork(network)
    let raw = try detections(peer.cfg, Self.images, ["--threshold", "0.3"])
    #expect(raw.contains { !$0.isEmpty })
    for form in ["yolov5", "yolov8", "efficientnms"] {
      let limits = form == "efficientnms" ? ["--threshold", "0.3", "--limit", "1000"] : []
      let outcome = try folder.darkroom(
        ["convert", peer.cfg, peer.weights, "-o", "x.onnx", "--heads", form] + limits)
      try #require(outcome.status == 0, "\(outcome)")
      let found = try detections("x.onnx", Self.images, ["--threshold", "0.3"])
      // Equal scores come in any order.
      expectSame(found.map(sorted), raw.map(sorted), "\(network) \(form)")
    }
  }

  private func sorted(_ objects: [FoundObject]) -> [FoundObject] {
    objects.sorted { one, other in
      (one.index, (one.box[0] * 8).rounded(), (one.box[1] * 8).rounded(), one.score)
        < (other.index, (other.box[0] * 8).rounded(), (other.box[1] * 8).rounded(), other.score)
    }
  }

  @Test(
    "ONNX Runtime computes what the engine computes, for any batch and operator set",
    .enabled(if: Peers.onnxRuntime != nil, Comment(rawValue: Peers.areMissing)),
    arguments: forms + ["nms"], [("2", "13"), ("dynamic", "18"), ("dynamic", "22")])
  func runtimes(form: String, way: (batch: String, opset: String)) throws {
    try writeInputs(2)
    try convert("x", ["--heads", form, "--batch", way.batch, "--opset", way.opset])
    let ours = try outputs("x.onnx", on: "floats.f32")
    let theirs = try outputs("x.onnx", on: "floats.f32", Self.runtime)
    #expect(ours.count == theirs.count && !ours.isEmpty)
    for (var one, var other) in zip(ours, theirs) {
      if form == "deepstream" {
        // Which of several scores next to 0 is the best follows from rounding.
        for row in stride(from: 0, to: min(one.count, other.count), by: 6) where one[row + 4] < 1e-3
        {
          (one[row + 5], other[row + 5]) = (0, 0)
        }
      }
      let agreement = Agreement(one, other)
      // Float32 sums in another order, of numbers up to 160.
      #expect(agreement.error <= 1e-4, "\(agreement)")
    }
  }

  @Test("EfficientNMS: as many rows as asked for, best first, zeros behind what was found")
  func efficientNMS() throws {
    try writeInputs(2)
    for limit in [1, 100, 20000] {
      try convert("x", ["--heads", "efficientnms", "--batch", "2", "--limit", "\(limit)"])
      let all = try outputs("x.onnx", on: "floats.f32")
      #expect(all.map(\.count) == [2, 2 * limit * 4, 2 * limit, 2 * limit])
      for image in 0..<2 {
        let found = try detections("x.onnx", [Shapes.image(image)])[0]
        let count = Int(all[0][image])
        #expect(count == found.count && count == min(limit, count) && count > 0)
        let scores = all[2][image * limit..<(image + 1) * limit]
        #expect(zip(scores, scores.dropFirst()).allSatisfy { $0 >= $1 })
        #expect(scores.prefix(count).allSatisfy { $0 > 0.25 })
        #expect(scores.dropFirst(count).allSatisfy { $0 == 0 })
        let classes = all[3][image * limit..<(image + 1) * limit]
        #expect(classes.prefix(count).map { Int($0) } == found.map(\.index))
        #expect(classes.dropFirst(count).allSatisfy { $0 == 0 })
        let boxes = all[1][image * limit * 4..<(image + 1) * limit * 4]
        #expect(boxes.dropFirst(count * 4).allSatisfy { $0 == 0 })
        for (row, object) in found.enumerated() {
          // The images have the size of the input. Corners, not clipped.
          let corners = Array(boxes.dropFirst(row * 4).prefix(4)).map { min(max($0, 0), 160) }
          let box = [corners[0], corners[1], corners[2] - corners[0], corners[3] - corners[1]]
          #expect(zip(box, object.box).allSatisfy { abs(Double($0) - $1) < 0.05 })
        }
      }
    }
  }

  @Test("A model that gives only what it has chosen is judged with a warning")
  func evaluated() throws {
    try convert("raw", [])
    try convert("all", ["--heads", "efficientnms", "--threshold", "0.001", "--limit", "300"])
    try convert("few", ["--heads", "efficientnms"])
    let line = [
      "--images", Shapes.validation, "--annotations", Shapes.annotations, "--limit", "40",
    ]
    let outcomes = try ["raw", "all", "few"].map {
      try folder.darkroom(["evaluate", "\($0).onnx", "--json"] + line)
    }
    #expect(outcomes.allSatisfy { $0.status == 0 }, "\(outcomes)")
    let warned = outcomes.map { $0.errors.contains("only detections of scores above 0.25") }
    #expect(warned == [false, false, true])
    let metrics = try outcomes.map { try JSONDocument($0.output)["metrics"]?["ap"]?.number ?? -1 }
    #expect(metrics[0] > 0.5 && abs(metrics[0] - metrics[1]) < 1e-3 && metrics[2] <= metrics[1])
  }

  @Test("compare and quantize read a model in another layout")
  func chain() throws {
    try convert("raw", [])
    for form in Self.forms {
      try convert("x", ["--heads", form, "--input", "uint8", "--input-layout", "nhwc"])
      let compared = try folder.darkroom(
        "compare", "raw.onnx", "x.onnx", "--images", Shapes.validation, "--limit", "6", "--json")
      #expect(compared.status == 0, "\(compared)")
      let report = try JSONDocument(compared.output)
      // The same network: nothing differs.
      #expect(report["heads"]?.elements.count == 2)
      for head in report["heads"]?.elements ?? [] { #expect(head["maxError"]?.number == 0) }
      // The result has the form and the names of the model.
      try quantize("q", of: "x.onnx", [])
      try quantize("plain", of: "raw.onnx", [])
      let check = form == "deepstream" ? expectBest : expectSame
      check(try detections("q.onnx"), try detections("plain.onnx"), form)
      #expect(try names(of: "q.onnx") == names(of: "x.onnx"))
    }
  }

  /// The names of inputs and outputs, as its record states them.
  private func names(of model: String) throws -> [String] {
    let record = try JSONDocument(
      String(decoding: folder.bytes("\(model).provenance.json"), as: UTF8.self))
    return ["inputs", "outputs"].flatMap { key in
      record["artifact"]?[key]?.elements.compactMap { $0["name"]?.string } ?? []
    }
  }

  // MARK: Inputs

  @Test(
    "Bytes give bit for bit what floats give, in float and INT8",
    arguments: ["float", "float16", "qoperator", "fused", "explicit", "int8 activations"])
  func bytes(form: String) throws {
    try writeInputs(1)
    let float = form == "float16" ? ["--precision", "float16"] : []
    try convert("float", float)
    func make(_ name: String, _ options: [String]) throws {
      switch form {
      case "float", "float16": try convert(name, float + options)
      case "qoperator": try quantize(name, of: "float.onnx", options)
      case "int8 activations":
        try quantize(name, of: "float.onnx", options + ["--activation-type", "int8"])
      default:
        try quantize(name, of: "float.onnx", options + ["--format", "qdq", "--qdq", form])
      }
    }
    try make("usual", [])
    try make("bytes", ["--input", "uint8"])
    try make("last", ["--input", "uint8", "--input-layout", "nhwc"])
    let usual = try outputs("usual.onnx", on: "floats.f32")
    #expect(try outputs("bytes.onnx", on: "bytes") == usual)
    #expect(try outputs("last.onnx", on: "bytes-last") == usual)
    if Peers.onnxRuntime != nil {
      let theirs = try outputs("usual.onnx", on: "floats.f32", Self.runtime)
      #expect(try outputs("bytes.onnx", on: "bytes", Self.runtime) == theirs)
      #expect(try outputs("last.onnx", on: "bytes-last", Self.runtime) == theirs)
    }
  }

  @Test("An INT8 model takes the bytes as they are: nothing is quantized in front of it")
  func storedBytes() throws {
    try convert("float", [])
    for options in [[], ["--format", "qdq"]] {
      try quantize("bytes", of: "float.onnx", ["--input", "uint8"] + options)
      let outcome = try folder.darkroom("inspect", "bytes.onnx", "--json")
      let rows = try JSONDocument(outcome.output)["layers"]?.elements ?? []
      let first = rows.first?["type"]?.string ?? ""
      #expect(!rows.isEmpty && first != "cast" && first != "quantization", "\(first)")
    }
  }

  @Test("Blue first finds the same, in float and INT8, whatever the order of the axes")
  func channelOrder() throws {
    try convert("rgb", [])
    let expected = try detections("rgb.onnx")
    for options in [
      [], ["--input-layout", "nhwc"], ["--input", "uint8"],
      ["--input", "uint8", "--input-layout", "nhwc", "--heads", "yolov8"],
    ] {
      try convert("bgr", ["--input-order", "bgr"] + options)
      expectSame(try detections("bgr.onnx"), expected, "\(options)")
      // The order of the model stays, and can be changed back.
      try quantize("bgr-int8", of: "bgr.onnx", [])
      try quantize("rgb-int8", of: "bgr.onnx", ["--input-order", "rgb"])
      // Sums in another order give a few other quantized values.
      let (ours, theirs) = (
        try detections("bgr-int8.onnx").joined(), try detections("rgb-int8.onnx").joined()
      )
      #expect(ours.count == theirs.count)
      for one in ours {
        let match = theirs.first { $0.index == one.index && $0.overlap(one.box) > 0.9 }
        #expect(match != nil, "\(one) \(options)")
      }
      if Peers.onnxRuntime != nil {
        expectSame(
          try detections("bgr.onnx", Self.images, Self.runtime), expected, "\(options)")
      }
    }
  }

  // MARK: Names

  @Test("The usual names of each layout, and names of one's own")
  func names() throws {
    for (form, expected) in [
      ("raw", ["input", "layer_021", "layer_028"]), ("decoded", ["input", "boxes", "scores"]),
      ("nms", ["input", "boxes", "scores", "selected"]), ("yolov5", ["images", "output0"]),
      ("yolov8", ["images", "output0"]), ("deepstream", ["input", "output"]),
      ("efficientnms", ["images", "num_dets", "det_boxes", "det_scores", "det_classes"]),
    ] {
      try convert("x", ["--heads", form])
      #expect(try names(of: "x.onnx") == expected)
      let own = ["data.0"] + expected.dropFirst().indices.map { "o:\($0)" }
      for more in [[], ["--precision", "float16"], ["--batch", "dynamic"]] {
        try convert(
          "y",
          [
            "--heads", form, "--input-name", "data.0", "--output-names",
            own.dropFirst().joined(separator: ","),
          ] + more)
        #expect(try names(of: "y.onnx") == own)
      }
      expectSame(try detections("y.onnx"), try detections("x.onnx"), form)
      try quantize("q", of: "y.onnx", [])
      #expect(try names(of: "q.onnx") == own)
      try quantize("q", of: "y.onnx", ["--heads", "yolov8"])
      #expect(try names(of: "q.onnx").last == (form == "yolov8" ? "o:1" : "output0"))
    }
    // Names may change places.
    try convert("x", ["--output-names", "layer_028,layer_021"])
    #expect(try names(of: "x.onnx") == ["input", "layer_028", "layer_021"])
  }

  // MARK: What cannot be

  @Test(
    "What cannot be is refused with the reason, and nothing is written",
    arguments: [
      (["--output-names", "a"], 64, "has 2 outputs, not 1"),
      (["--heads", "yolov8", "--output-names", "a,b"], 64, "has 1 output, not 2"),
      (["--output-names", "a,a"], 64, "'a' is given twice"),
      (["--input-name", "a", "--output-names", "a,b"], 64, "'a' is given twice"),
      (["--output-names", "a,"], 64, "'' is no name"),
      (["--input-name", "a b"], 64, "'a b' is no name"),
      (["--input-name", "layer_003"], 64, "'layer_003' is the name of a tensor within"),
      (
        ["--heads", "yolov8", "--output-names", "rows"], 64, "'rows' is the name of another tensor"
      ),
      (["--heads", "yolov9"], 64, "yolov9"),
      (["--input", "int4"], 64, "int4"),
      (["--input-order", "grb"], 64, "grb"),
      (["--heads", "efficientnms", "--limit", "0"], 64, "--limit"),
      (["--heads", "efficientnms", "--threshold", "-1"], 64, "--threshold"),
      (["--heads", "nms", "--nms", "2"], 64, "--nms"),
    ] as [([String], Int32, String)])
  func refused(options: [String], status: Int32, says: String) throws {
    let outcome = try folder.darkroom(
      ["convert", Shapes.cfg, Shapes.weights, "-o", "x.onnx"] + options)
    #expect(outcome.status == status && outcome.errors.contains(says), "\(outcome)")
    #expect(try folder.entries().isEmpty)
  }

  @Test("Networks that are no detectors, or take no images, are refused with the reason")
  func unsuited() throws {
    // A version, the images seen, a bias, and weights.
    let header: [UInt8] = [0, 2, 5, 0, 0].flatMap { [$0, 0, 0, 0] as [UInt8] }
    try folder.file("vector.cfg", "[net]\ninputs=4\n[connected]\noutput=1\nactivation=linear\n")
    try folder.file("vector.weights", Data(header) + Data(floats: [1, 1, 2, 3, 4]))
    try folder.file(
      "grey.cfg",
      "[net]\nwidth=8\nheight=8\nchannels=1\n[convolutional]\nfilters=1\nsize=1\nstride=1\n"
        + "activation=linear\n")
    try folder.file("grey.weights", Data(header) + Data(floats: [1, 2]))
    for (network, options, says) in [
      ("vector", ["--input", "uint8"], "its input is no image"),
      ("vector", ["--input-layout", "nhwc"], "its input is no image"),
      ("grey", ["--input-order", "bgr"], "have 1 channel"),
      ("grey", ["--heads", "yolov8"], "the heads cannot be joined"),
    ] {
      let line = ["convert", "\(network).cfg", "\(network).weights", "-o", "x.onnx"]
      let outcome = try folder.darkroom(line + options)
      #expect(outcome.status == 64 && outcome.errors.contains(says), "\(network) \(outcome)")
      #expect(try folder.darkroom(line).status == 0)
    }
  }
}
