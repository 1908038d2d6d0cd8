import Foundation
import TestSupport
import Testing

/// Every field of a record, each computed from what was done by other means.
@Suite(
  "Fields of records", .enabled(if: Peers.python != nil, Comment(rawValue: Peers.areMissing)))
struct RecordFieldTests {
  let folder: WorkFolder

  init() throws { folder = try WorkFolder() }

  /// All values without members, by their paths: `materials.0.sha256`.
  private static func leaves(_ value: JSONDocument, _ path: String = "") -> [String: JSONDocument] {
    func below(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }
    switch value {
    case .object(let members):
      return members.reduce(into: [:]) { all, member in
        all.merge(leaves(member.value, below(member.key))) { $1 }
      }
    case .array(let elements):
      return elements.enumerated().reduce(into: [:]) { all, element in
        all.merge(leaves(element.element, below("\(element.offset)"))) { $1 }
      }
    default: return [path: value]
    }
  }

  private func digest(_ path: String) throws -> JSONDocument {
    .string(String(try folder.shell("sha256sum '\(path)'").output.prefix(64)))
  }

  private func size(_ path: String) throws -> JSONDocument {
    let text = try folder.shell("stat -c %s '\(path)'").output
    return .number(try #require(Double(text.trimmingCharacters(in: .whitespacesAndNewlines))))
  }

  private func file(
    _ path: String, _ type: String, as key: String, _ fields: [String: String] = [:]
  ) throws -> [String: JSONDocument] {
    var all: [String: JSONDocument] = [
      "\(key).name": .string(path.split(separator: "/").last.map(String.init) ?? path),
      "\(key).mediaType": .string(type), "\(key).sha256": try digest(path),
      "\(key).size": try size(path), "\(key).license": .string("NOASSERTION"),
    ]
    for (name, value) in fields { all["\(key).\(name)"] = .string(value) }
    return all
  }

  /// What the file itself says, read by ONNX's own library.
  private func artifact(_ name: String, precision: String) throws -> [String: JSONDocument] {
    try folder.file(
      "read.py",
      """
      import json, onnx, sys
      m = onnx.load(sys.argv[1]); t = {1: "float32", 6: "int32", 7: "int64"}
      e = {"opset": next(o.version for o in m.opset_import if o.domain == ""),
           "half": any(i.data_type == 10 for i in m.graph.initializer),
           "quantized": any("Linear" in n.op_type for n in m.graph.node)}
      for key, values in (("inputs", m.graph.input), ("outputs", m.graph.output)):
          e[key] = [{"name": v.name, "elementType": t[v.type.tensor_type.elem_type],
                     "shape": [d.dim_value or d.dim_param for d in v.type.tensor_type.shape.dim]}
                    for v in values]
      print(json.dumps(e))
      """)
    let outcome = try CommandLineTool.run(
      executable: try #require(Peers.python).path, ["read.py", name], in: folder.url, timeout: 60)
    let found = try JSONDocument(outcome.output)
    #expect(found["half"] == .boolean(precision == "float16"))
    #expect(found["quantized"] == .boolean(precision == "int8"))
    var fields = try file(
      name, "application/onnx", as: "artifact",
      ["precision": precision, "task": "object-detection"])
    fields["artifact.opset"] = found["opset"]
    for key in ["inputs", "outputs"] {
      fields.merge(RecordFieldTests.leaves(try #require(found[key]), "artifact.\(key)")) { $1 }
    }
    return fields
  }

  private func record(_ name: String) throws -> JSONDocument {
    try JSONDocument(String(decoding: folder.bytes("\(name).provenance.json"), as: UTF8.self))
  }

  /// Compares a record, or a measurement of one, with what is expected, field by field; none may be
  /// without an expectation.
  private func check(
    _ name: String, _ record: JSONDocument, _ expected: [String: JSONDocument],
    location: SourceLocation = #_sourceLocation
  ) throws {
    var expected = expected
    expected["tool.name"] = .string("darkroom")
    expected["tool.configuration"] = .string("release")
    expected["tool.license"] = .string("MIT")
    expected["tool.version"] = .string(
      String(try folder.darkroom("--version").output.split(separator: " ").last ?? "")
        .trimmingCharacters(in: .whitespacesAndNewlines))
    for (path, value) in RecordFieldTests.leaves(record) {
      // Whose these are is tested where they are made.
      let isElsewhere =
        path.hasPrefix("circumstances.") || path == "checksum" || path == "tool.revision"
        || path == "tool.sources"
      if isElsewhere { continue }
      #expect(
        expected[path] == value,
        "\(name): \(path) is \(value), not \(String(describing: expected[path]))",
        sourceLocation: location)
    }
    for path in expected.keys {
      #expect(RecordFieldTests.leaves(record)[path] != nil, "\(name) lacks \(path)")
    }
  }

  private func checkpoint() throws -> [String: JSONDocument] {
    try file(Shapes.cfg, "text/plain", as: "materials.0", ["role": "cfg"])
      .merging(
        try file(Shapes.weights, "application/octet-stream", as: "materials.1", ["role": "weights"])
      ) { $1 }
  }

  @Test(
    "A conversion's record follows from what was done",
    arguments: [
      ("float32", "raw", "1", "13"), ("float16", "decoded", "2", "17"),
      ("float32", "nms", "dynamic", "18"), ("float16", "nms", "1", "13"),
      ("float32", "efficientnms", "2", "13"),
    ])
  func conversion(precision: String, heads: String, batch: String, opset: String) throws {
    let outcome = try folder.darkroom(
      "convert", Shapes.cfg, Shapes.weights, "-o", "x.onnx", "--names", Shapes.names,
      "--precision", precision, "--heads", heads, "--batch", batch, "--opset", opset)
    #expect(outcome.status == 0, "\(outcome)")
    var expected = try artifact("x.onnx", precision: precision)
    expected.merge(try checkpoint()) { $1 }
    expected.merge(
      try file(Shapes.names, "text/plain", as: "materials.2", ["role": "names"])
    ) { $1 }
    expected["command.name"] = .string("convert")
    expected["command.parameters.precision"] = .string(precision)
    expected["command.parameters.heads"] = .string(heads)
    expected["command.parameters.opset"] = .number(try #require(Double(opset)))
    expected["command.parameters.batch"] = Double(batch).map { .number($0) } ?? .string(batch)
    if ["nms", "efficientnms"].contains(heads) {
      expected["command.parameters.limit"] = .number(100)
      for (name, value) in [("threshold", Float(0.25)), ("nms", 0.45)] {
        expected["command.parameters.\(name)"] = .number(Double(value))
      }
    }
    expected["schemaVersion"] = .number(1)
    try check("x.onnx", record("x.onnx"), expected)
  }

  @Test(
    "A quantization's record follows from what was done",
    arguments: [
      ([], "letterbox 114", "letterbox"), (["--fill", "127"], "letterbox 127", "letterbox"),
      (["--resize", "stretch"], "stretch", "stretch"),
    ])
  func quantization(options: [String], preprocessing: String, resize: String) throws {
    let outcome = try folder.darkroom(
      [
        "quantize", Shapes.cfg, "--weights", Shapes.weights, "--calibration", Shapes.few,
        "--effort",
        "fast", "--format", "qdq", "--opset", "15", "-o", "q.onnx",
      ] + options)
    #expect(outcome.status == 0, "\(outcome)")
    var expected = try artifact("q.onnx", precision: "int8")
    expected.merge(try checkpoint()) { $1 }
    expected["command.name"] = .string("quantize")
    let parameters: [String: JSONDocument] = [
      "format": .string("qdq"), "qdq": .string("fused"), "head": .null, "heads": .null,
      "batch": .null, "opset": .number(15), "resize": .string(resize),
      "fill": options.last.flatMap { Double($0) }.map { .number($0) } ?? .null,
      "requantization": .string("float"), "granularity": .string("per-channel"),
      "reduceRange": .boolean(false),
      "activationType": .string("uint8"), "domain": .string("microsoft"),
      "ranges": .string("mse"), "tensorRanges": .string("shared"), "percentile": .number(99.99),
      "headroom": .number(0.25),
      "activationAware": .boolean(true), "weightScales": .string("maximum"),
      "rounding": .string("nearest"), "biasCorrection": .boolean(false),
      "equalization": .string("none"), "equalizationStrength": .number(0.5),
      "floatFront": .string("none"), "floatLayers": .number(0), "w8a16Layers": .number(0),
      "refinementImages": .number(64), "target": .null,
      "symmetry": .string("asymmetric"), "scales": .string("any"), "bias": .string("int32"),
      "leakySlope": .string("exact"), "leaky": .string("table"), "pointwise": .string("all"),
    ]
    for (name, value) in parameters { expected["command.parameters.\(name)"] = value }
    expected["calibration.name"] = .string(
      try #require(Shapes.few.split(separator: "/").last.map(String.init)))
    expected["calibration.license"] = .string("NOASSERTION")
    expected["calibration.preprocessing"] = .string(preprocessing)
    // The images in the order of their digests.
    let text = String(
      decoding: try Data(contentsOf: URL(fileURLWithPath: Shapes.few)), as: UTF8.self)
    let images = try text.split(separator: "\n").map { line -> (String, String) in
      let path = String(line)
      guard case .string(let sum) = try digest(path) else { return ("", path) }
      return (sum, path)
    }.sorted { $0.0 < $1.0 }
    expected["calibration.count"] = .number(Double(images.count))
    for (index, (_, path)) in images.enumerated() {
      var fields = try file(path, "image/jpeg", as: "calibration.pictures.\(index)")
      fields["calibration.pictures.\(index).license"] = nil
      expected.merge(fields) { $1 }
    }
    expected["schemaVersion"] = .number(1)
    try check("q.onnx", record("q.onnx"), expected)
  }

  @Test("A quantization for a runtime records each of its rules, with how it is known and where")
  func rules() throws {
    let made = try folder.darkroom(
      "quantize", Shapes.cfg, "--weights", Shapes.weights, "--calibration", Shapes.few, "--effort",
      "fast", "--target", "tensorrt", "-o", "t.onnx")
    #expect(made.status == 0, "\(made)")
    let record = try record("t.onnx")
    #expect(record["command"]?["parameters"]?["target"] == .string("tensorrt"))
    let measurements = record["measurements"]?.elements ?? []
    #expect(measurements.count == 1 && measurements[0]["kind"] == .string("check"))
    #expect(measurements[0]["artifact"] == record["artifact"]?["sha256"])
    #expect(measurements[0]["protocol"]?["target"] == .string("tensorrt"))
    #expect(measurements[0]["verdict"] == .string("passed"))
    let listed = try folder.darkroom("check", "--list", "--target", "tensorrt", "--json")
    let rules = try JSONDocument(listed.output)[0]?["rules"]?.elements ?? []
    let checks = measurements[0]["checks"]?.elements ?? []
    #expect(checks.count == rules.count && rules.count > 10)
    for (check, rule) in zip(checks, rules) {
      #expect(check["proof"] == rule["proof"] && check["source"] == rule["source"])
      let (name, demand) = (rule["rule"]?.string ?? "", rule["summary"]?.string ?? "")
      #expect(check["name"] == .string("\(name): \(demand)"))
      #expect(check["verdict"] == .string("passed"))
    }
  }

  /// Figures without intervals, in the order in which records have them.
  private func figures(_ values: [(name: String, value: JSONDocument?)]) -> [String: JSONDocument] {
    values.enumerated().reduce(into: [:]) { all, element in
      all["figures.\(element.offset).name"] = .string(element.element.name)
      all["figures.\(element.offset).value"] = element.element.value
    }
  }

  @Test(
    "An evaluation's measurement counts the images that were judged and follows from what was done",
    arguments: [
      ([], "letterbox 114"), (["--fill", "127"], "letterbox 127"),
      (["--resize", "stretch"], "stretch"),
    ])
  func evaluation(options: [String], preprocessing: String) throws {
    _ = try Shapes.convert(in: folder)
    // 100 images, of which one is missing and one is damaged.
    let prepared = try folder.shell(
      """
      mkdir images; cp '\(Shapes.validation)'/*.jpg images/; rm images/000001.jpg
      head -c 200 '\(Shapes.validation)/000000.jpg' > images/000000.jpg
      """)
    #expect(prepared.status == 0, "\(prepared)")
    let outcome = try folder.darkroom(
      [
        "evaluate", "shapes.onnx", "--images", "images", "--annotations", Shapes.annotations,
        "--allow-missing", "--record", "--json", "--dataset", "Shapes", "--dataset-license", "MIT",
        "--threshold", "0.25", "--nms", "0.5", "--per-image", "7", "--seed", "3", "--resamples",
        "10",
      ] + options)
    #expect(outcome.status == 65, "\(outcome)")
    let printed = try JSONDocument(outcome.output)
    var expected: [String: JSONDocument] = [
      "kind": .string("evaluate"), "artifact": try digest("shapes.onnx"),
      "verdict": .string("passed"), "dataset.name": .string("Shapes"),
      "dataset.license": .string("MIT"), "dataset.pictureCount": .number(98),
    ]
    expected.merge(
      try file(Shapes.annotations, "application/json", as: "dataset.annotations")
    ) { $1 }
    expected["dataset.annotations.license"] = nil
    let parameters: [String: JSONDocument] = [
      "preprocessing": .string(preprocessing), "runtime": .string("native"), "score": .number(0.25),
      "nms": .number(0.5), "perPicture": .number(7), "seed": .string("3"),
      "resamples": .number(10), "intervalLevel": .number(0.95), "confusionScore": .number(0.25),
    ]
    for (name, value) in parameters { expected["protocol.\(name)"] = value }
    let names = [
      "ap", "ap50", "ap75", "apSmall", "apMedium", "apLarge", "ar1", "ar10", "ar100", "arSmall",
      "arMedium", "arLarge",
    ].filter { printed["metrics"]?[$0]?.number ?? -1 >= 0 }
    expected.merge(figures(names.map { ($0, printed["metrics"]?[$0]) })) { $1 }
    for (index, name) in ["ap", "ap50"].enumerated() {
      for (place, bound) in ["lower", "upper"].enumerated() {
        expected["figures.\(index).interval.\(place)"] = printed["interval"]?[name]?[bound]
      }
    }
    try check("evaluate", #require(try record("shapes.onnx")["measurements"]?[0]), expected)
  }

  @Test("A comparison's measurement says on how many images each figure is, and follows from it")
  func comparison() throws {
    _ = try Shapes.convert(in: folder)
    let made = try folder.darkroom(
      "quantize", "shapes.onnx", "--calibration", Shapes.few, "--effort", "fast", "-o", "q.onnx")
    #expect(made.status == 0, "\(made)")
    let outcome = try folder.darkroom(
      "compare", "shapes.onnx", "q.onnx", "--images", Shapes.validation, "--limit", "40",
      "--threshold", "0.5", "--record", "--json")
    #expect(outcome.status == 0, "\(outcome)")
    let printed = try JSONDocument(outcome.output)
    var expected = try file("shapes.onnx", "application/onnx", as: "reference")
    expected["reference.license"] = nil
    let fields: [String: JSONDocument] = [
      "kind": .string("compare"), "artifact": try digest("q.onnx"), "verdict": .string("passed"),
      "dataset.name": .string("images"), "dataset.license": .string("NOASSERTION"),
      "dataset.pictureCount": .number(40), "protocol.layerImages": .number(32),
      "protocol.matchIoU": .number(0.5), "protocol.preprocessing": .string("letterbox 114"),
      "protocol.score": .number(0.5), "protocol.nms": .number(0.45),
      "protocol.perPicture": .number(100), "checks.0.name": .string("f1 is at least 0.8"),
      "checks.0.verdict": .string("passed"),
    ]
    expected.merge(fields) { $1 }
    let f1 = try #require(printed["detections"]?["f1"]?.number)
    expected["checks.0.message"] = .string("found \(f1)")
    let names = ["matched", "lost", "gained", "f1", "meanIoU", "scoreShift"]
    let heads = printed["heads"]?.elements ?? []
    #expect(heads.count == 2 && printed["layerImages"] == .number(32))
    expected.merge(
      figures(
        names.map { ($0, printed["detections"]?[$0]) } + heads.map { ("sqnr", $0["sqnr"]) })
    ) { $1 }
    for (index, head) in heads.enumerated() {
      expected["figures.\(names.count + index).slice"] = head["name"]
      expected["figures.\(names.count + index).unit"] = .string("dB")
    }
    try check("compare", #require(try record("q.onnx")["measurements"]?[0]), expected)
  }
}
