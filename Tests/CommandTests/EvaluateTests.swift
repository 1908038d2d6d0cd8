import Foundation
import TestSupport
import Testing

@Suite("darkroom evaluate")
struct EvaluateTests {
  let folder: WorkFolder
  private let images = Fixtures.root.appendingPathComponent("Images/shapes/validation").path
  private let annotations =
    Fixtures.root.appendingPathComponent("Images/shapes/instances_validation.json").path

  init() throws {
    folder = try WorkFolder()
    _ = try Shapes.convert(in: folder, "--names", Shapes.names)
  }

  private var line: [String] {
    ["evaluate", "shapes.onnx", "--images", images, "--annotations", annotations]
  }

  @Test("The detector's own metrics, the same from its cfg, its file of results and its parts")
  func sameMetrics() throws {
    let whole = try folder.darkroom(line + ["--json", "--detections", "found.json"])
    #expect(whole.status == 0 && whole.errors.isEmpty, "\(whole)")
    #expect(JSONDocument.keysAreSorted(in: whole.output))
    let report = try JSONDocument(whole.output)
    #expect(report["images"]?.number == 100)
    // Measured by pycocotools: see BENCHMARKS.md.
    let ap = try #require(report["metrics"]?["ap"]?.number)
    #expect(abs(ap - 0.7758) < 0.001)
    #expect(report["metrics"]?.keys.count == 12)
    #expect(report["protocol"]?["score"]?.number == 0.001)
    #expect(report["interval"]?["ap"]?["lower"]?.number ?? 1 < ap)

    let cfg = try folder.darkroom(
      ["evaluate", Shapes.cfg, "--weights", Shapes.weights, "--names", Shapes.names, "--json"]
        + line.dropFirst(2))
    #expect(try JSONDocument(cfg.output)["metrics"] == report["metrics"])
    let results = try folder.darkroom(
      "evaluate", "--results", "found.json", "--annotations", annotations, "--json")
    #expect(try JSONDocument(results.output)["metrics"] == report["metrics"])

    for part in ["1/3", "2/3", "3/3"] {
      let outcome = try folder.darkroom(
        line + ["--shard", part, "-o", "part\(part.first ?? "0").json"])
      #expect(outcome.status == 0, "\(outcome)")
    }
    let merged = try folder.darkroom(
      "evaluate", "merge", "part3.json", "part1.json", "part2.json", "--json")
    #expect(merged.output == whole.output)
    let partial = try folder.darkroom("evaluate", "merge", "part3.json", "part1.json")
    #expect(partial.status == 64 && partial.errors.contains("2/3"), "\(partial)")
    let twice = try folder.darkroom("evaluate", "merge", "part1.json", "part1.json")
    #expect(twice.status == 65 && twice.errors.contains("part1.json"), "\(twice)")
  }

  @Test("Threads change nothing")
  func threads() throws {
    let outputs = try [1, 3].map {
      try folder.darkroom(line + ["--json", "--limit", "20", "--threads", "\($0)"]).output
    }
    #expect(outputs[0] == outputs[1] && !outputs[0].isEmpty)
    #expect(try JSONDocument(outputs[0])["images"]?.number == 20)
  }

  @Test(
    "ONNX Runtime finds the same",
    .enabled(if: Peers.onnxRuntime != nil, Comment(rawValue: Peers.areMissing)))
  func runtime() throws {
    let other = try folder.darkroom(
      line + [
        "--json", "--runtime", "onnxruntime", "--onnxruntime", Peers.onnxRuntime ?? "",
      ])
    #expect(other.status == 0, "\(other)")
    let report = try JSONDocument(other.output)
    #expect(report["subject"]?["runtime"]?.string == "onnxruntime")
    // Floats summed in another order move few boxes, if any, over a threshold.
    #expect(abs((report["metrics"]?["ap"]?.number ?? 0) - 0.7758) < 0.001)
  }

  @Test("darknet labels give the metrics of the same boxes in COCO's form")
  func labels() throws {
    let truth = try JSONDocument(String(contentsOfFile: annotations, encoding: .utf8))
    var lines: [Double: String] = [:]
    let images = Dictionary(
      uniqueKeysWithValues: (truth["images"]?.elements ?? []).map { ($0["id"]?.number ?? 0, $0) })
    for object in truth["annotations"]?.elements ?? [] {
      let id = object["image_id"]?.number ?? 0
      let box = object["bbox"]?.elements.compactMap(\.number) ?? []
      let (width, height) = (
        images[id]?["width"]?.number ?? 1, images[id]?["height"]?.number ?? 1
      )
      lines[id, default: ""] +=
        "\(Int(object["category_id"]?.number ?? 0) - 1) \((box[0] + box[2] / 2) / width) "
        + "\((box[1] + box[3] / 2) / height) \(box[2] / width) \(box[3] / height)\n"
    }
    try FileManager.default.createDirectory(
      atPath: folder.path("labels"), withIntermediateDirectories: true)
    for (id, text) in lines {
      let name = images[id]?["file_name"]?.string ?? ""
      try folder.file(
        "labels/\(name.replacingOccurrences(of: ".jpg", with: ".txt"))", Data(text.utf8))
    }
    let outcome = try folder.darkroom(
      "evaluate", "shapes.onnx", "--images", self.images, "--annotations", "labels", "--names",
      Shapes.names, "--json")
    #expect(outcome.status == 0, "\(outcome)")
    let ap = try JSONDocument(outcome.output)["metrics"]?["ap"]?.number ?? 0
    // Boxes go through decimals, and areas are those of the boxes.
    #expect(abs(ap - 0.7758) < 0.005)
  }

  @Test("A .data file lists images whose labels are found as darknet finds them")
  func dataFile() throws {
    // The images twice: in folders as COCO has them, and in a list.
    let truth = try JSONDocument(String(contentsOfFile: annotations, encoding: .utf8))
    var list = ""
    for image in truth["images"]?.elements ?? [] {
      let (id, name) = (image["id"]?.number ?? 0, image["file_name"]?.string ?? "")
      let part = Int(id) % 2 == 0 ? "even" : "odd/deep"
      let size = (image["width"]?.number ?? 1, image["height"]?.number ?? 1)
      var lines = ""
      for object in truth["annotations"]?.elements ?? [] where object["image_id"]?.number == id {
        let box = object["bbox"]?.elements.compactMap(\.number) ?? []
        lines +=
          "\(Int(object["category_id"]?.number ?? 0) - 1) \((box[0] + box[2] / 2) / size.0) "
          + "\((box[1] + box[3] / 2) / size.1) \(box[2] / size.0) \(box[3] / size.1)\n"
      }
      let stem = name.replacingOccurrences(of: ".jpg", with: "")
      try folder.file("d/labels/\(part)/\(stem).txt", lines)
      try folder.file(
        "d/images/\(part)/\(name)", try Data(contentsOf: URL(fileURLWithPath: "\(images)/\(name)")))
      list += "images/\(part)/\(name)\n"
    }
    try folder.file("d/valid.txt", list)
    try folder.file("d/obj.data", "classes = 5\nvalid = valid.txt\nnames = \(Shapes.names)\n")
    let listed = try folder.darkroom(
      "evaluate", "shapes.onnx", "--annotations", "d/obj.data", "--json")
    #expect(listed.status == 0, "\(listed)")
    let nested = try folder.darkroom(
      "evaluate", "shapes.onnx", "--annotations", "d/labels", "--images", "d/images", "--json")
    #expect(nested.status == 0, "\(nested)")
    for outcome in [listed, nested] {
      let report = try JSONDocument(outcome.output)
      #expect(report["images"]?.number == 100)
      // Boxes go through decimals, and areas are those of the boxes.
      #expect(abs((report["metrics"]?["ap"]?.number ?? 0) - 0.7758) < 0.005)
    }
    let text = try folder.darkroom(
      "evaluate", "shapes.onnx", "--annotations", "d/obj.data", "--resamples", "0", "-q")
    let classes = text.output.split(separator: "\n").drop { !$0.hasPrefix("class ") }
    #expect(classes.first?.split(separator: " ") == ["class", "objects", "AP", "AP50", "AR100"])
    #expect(classes.dropFirst().first?.hasPrefix("circle ") == true, "\(text)")

    try folder.file("d/gone.txt", list + "images/even/none.jpg\n")
    try folder.file("d/gone.data", "valid = gone.txt\nnames = \(Shapes.names)\n")
    let gone = try folder.darkroom("evaluate", "shapes.onnx", "--annotations", "d/gone.data")
    #expect(gone.status == 66 && gone.errors.contains("images/even/none.jpg"), "\(gone)")
    let rest = try folder.darkroom(
      "evaluate", "shapes.onnx", "--annotations", "d/gone.data", "--allow-missing", "--json")
    #expect(rest.status == 0, "\(rest)")
    try folder.file("d/bare.txt", "\(images)/000000.jpg\n")
    try folder.file("d/bare.data", "valid = bare.txt\nnames = \(Shapes.names)\n")
    let bare = try folder.darkroom("evaluate", "shapes.onnx", "--annotations", "d/bare.data")
    #expect(bare.status == 65 && bare.errors.contains("none of its 1 image has labels"), "\(bare)")
  }

  @Test("What does not go together, and what is not there, is told at once")
  func mistakes() throws {
    try folder.file(
      "bad.json",
      Data(#"[{"image_id": 999, "category_id": 1, "bbox": [0, 0, -1, 2], "score": NaN}]"#.utf8))
    let cases: [(arguments: [String], status: Int32, words: [String])] = [
      (
        ["evaluate", "x.onnx", "--shard", "3/2"], 64,
        ["--annotations", "--images", "--shard", "-o"]
      ),
      (line + ["--results", "r.json"], 64, ["--results"]),
      (line + ["--nms", "2", "--threshold", "1.5"], 64, ["--nms"]),
      (
        ["evaluate", "--results", "bad.json", "--annotations", annotations], 65,
        ["results[0]", "negative", "NaN"]
      ),
      (["evaluate", "--results", "none.json", "--annotations", annotations], 66, ["none.json"]),
      (
        ["evaluate", "shapes.onnx", "--images", ".", "--annotations", annotations], 66,
        ["100 of 100"]
      ),
      (line.map { $0 == annotations ? Shapes.names : $0 }, 65, ["shapes.names:1:1"]),
    ]
    for (arguments, status, words) in cases {
      let outcome = try folder.darkroom(arguments)
      #expect(outcome.status == status && outcome.output.isEmpty, "\(arguments): \(outcome)")
      for word in words { #expect(outcome.errors.contains(word), "\(outcome)") }
    }
  }
}
