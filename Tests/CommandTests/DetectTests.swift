import Foundation
import TestSupport
import Testing
import Vision

@Suite("darkroom detect")
struct DetectTests {
  let folder: WorkFolder
  private let source = ["detect", Shapes.cfg, "--weights", Shapes.weights]

  init() throws { folder = try WorkFolder() }

  @Test("Finds what is in the images, where it is", arguments: [0, 1, 2, 3, 4, 9])
  func shapes(index: Int) throws {
    let annotations = try JSONDocument(
      String(
        contentsOf: Fixtures.root.appendingPathComponent(
          "Images/shapes/instances_validation.json"),
        encoding: .utf8))
    let path = Shapes.image(index)
    let image = try #require(
      annotations["images"]?.elements.first {
        $0["file_name"]?.string.map { path.hasSuffix("/" + $0) } ?? false
      })
    let drawn = annotations["annotations"]?.elements.filter { $0["image_id"] == image["id"] } ?? []
    let outcome = try folder.darkroom(source + ["--names", Shapes.names, "--json", path])
    #expect(outcome.status == 0)
    let report = try JSONDocument(outcome.output)["images"]?[0]
    #expect(report?["width"] == image["width"] && report?["height"] == image["height"])
    let found = try FoundObject.all(in: outcome.output)
    #expect(found.count == drawn.count)
    for object in drawn {
      let category = Int(object["category_id"]?.number ?? 0)
      let box = object["bbox"]?.elements.compactMap(\.number) ?? []
      try #require(box.count == 4)
      #expect(found.contains { $0.index == category - 1 && $0.overlap(box) > 0.5 })
    }
  }

  @Test("JSON has the keys and types of the contract, sorted; the table tells the same")
  func json() throws {
    let arguments = source + [Shapes.image(0), Shapes.image(1)]
    let outcome = try folder.darkroom(arguments + ["--json", "--names", Shapes.names])
    #expect(JSONDocument.keysAreSorted(in: outcome.output))
    let json = try JSONDocument(outcome.output)
    #expect(json.keys == ["images", "model", "schemaVersion"])
    let images = try #require(json["images"]?.elements)
    #expect(images.map { $0["path"]?.string } == [Shapes.image(0), Shapes.image(1)])
    for image in images {
      #expect(image.keys == ["detections", "height", "path", "width"])
      let objects = image["detections"]?.elements ?? []
      #expect(objects.allSatisfy { $0.keys == ["box", "class", "label", "score"] })
      #expect(objects.compactMap(FoundObject.init).count == objects.count)
      let scores = objects.compactMap { $0["score"]?.number }
      #expect(scores == scores.sorted(by: >), "the best is first")
      #expect(scores.allSatisfy { (0.25...1).contains($0) })
    }
    let table = try folder.darkroom(arguments + ["--names", Shapes.names]).output
    #expect(table.contains("\(Shapes.image(1))  160 x 160\n  class"))
    let rows = table.split(separator: "\n").filter { $0.contains("0.") || $0.contains("1.000") }
    #expect(
      rows.filter { $0.hasPrefix("  ") }.count
        == images.map { $0["detections"]?.elements.count ?? 0 }.reduce(0, +))
    // Without names, the index stands in their place.
    let nameless = try FoundObject.all(in: folder.darkroom(arguments + ["--json"]).output)
    #expect(!nameless.isEmpty && nameless.allSatisfy { $0.label == "\($0.index)" })
  }

  @Test(
    "The dog, the bicycle and the vehicle, from every form of yolov4-tiny",
    .enabled(if: Fixtures.shared != nil, Comment(rawValue: Fixtures.sharedIsMissing)))
  func dog() throws {
    let model = try #require(Peer(model: "yolov4-tiny"))
    let image = Peer.image("dog.jpg")
    let cfg = try folder.darkroom("detect", model.cfg, "--names", model.names, "--json", image)
    let found = try FoundObject.all(in: cfg.output)
    // By eye, on the image of 768 x 576.
    let expected: [(labels: Set<String>, box: [Double])] = [
      (["dog"], [130, 220, 185, 320]), (["bicycle"], [115, 130, 450, 290]),
      (["car", "truck"], [470, 75, 220, 95]),
    ]
    for (labels, box) in expected {
      #expect(found.contains { labels.contains($0.label) && $0.overlap(box) > 0.5 }, "\(labels)")
    }
    for heads in ["raw", "decoded", "nms"] {
      let converted = try folder.darkroom(
        "convert", model.cfg, model.weights, "-qo", "\(heads).onnx", "--heads", heads,
        "--names", model.names)
      #expect(converted.status == 0)
      let outcome = try folder.darkroom("detect", "\(heads).onnx", "--json", image)
      let others = try FoundObject.all(in: outcome.output)
      #expect(others.count == found.count, "\(heads)")
      #expect(zip(found, others).allSatisfy { $0.agrees(with: $1) }, "\(heads): \(outcome)")
      #expect(others.map(\.label) == found.map(\.label), "names are in the model")
    }
  }

  @Test("-o writes images of the same size with something drawn into them")
  func annotated() throws {
    let outcome = try folder.darkroom(
      source + [Shapes.image(0), Shapes.image(2), "-o", "a/b"])
    #expect(outcome.status == 0)
    #expect(try folder.entries() == ["a", "a/b", "a/b/000000.jpg", "a/b/000002.jpg"])
    let original = try Image(contentsOf: Shapes.image(2))
    let image = try Image(contentsOf: folder.path("a/b/000002.jpg"))
    #expect(image.width == original.width && image.height == original.height)
    let changed = zip(image.pixels, original.pixels).count { abs(Int($0) - Int($1)) > 64 }
    #expect(changed > 500)
  }

  @Test("Thresholds: higher keeps fewer, what cannot be is wrong usage")
  func thresholds() throws {
    func count(_ options: String...) throws -> Int {
      let outcome = try folder.darkroom(source + ["--json", Shapes.image(0)] + options)
      return try FoundObject.all(in: outcome.output).count
    }
    // One of the five is found with 0.80, the others with more than 0.99.
    #expect(try count("--threshold", "0.9") == 4)
    #expect(try count("--threshold", "0.001") > 5)
    #expect(try count("--nms", "1") > 5, "without suppression neighbours are found too")
    for options in [
      ["--threshold", "1.5"], ["--threshold=-0.1"], ["--threshold", "nan"], ["--threshold", "x"],
      ["--nms", "2"], ["--nms=-1"], ["--nms", "inf"], ["--nms-kind", "soft"],
      ["--resize", "squeeze"],
    ] {
      let outcome = try folder.darkroom(source + [Shapes.image(0)] + options)
      #expect(outcome.status == 64, "\(options)")
      #expect(outcome.errors.contains(options[0].prefix { $0 != "=" }), "\(outcome)")
    }
  }

  @Test("Stretched as darknet does, boxes come back in the image's pixels")
  func stretch() throws {
    let arguments = source + ["--json", Shapes.image(2)]
    let fitted = try FoundObject.all(in: folder.darkroom(arguments).output)
    let stretched = try FoundObject.all(
      in: folder.darkroom(arguments + ["--resize", "stretch"]).output)
    #expect(fitted != stretched)
    for object in stretched where object.score > 0.9 {
      #expect(fitted.contains { $0.index == object.index && $0.overlap(object.box) > 0.6 })
    }
  }

  @Test("Images that are none, damaged, or not there")
  func badImages() throws {
    let jpeg = try Data(contentsOf: URL(fileURLWithPath: Shapes.image(0)))
    try folder.file("cut.jpg", jpeg.prefix(3000))
    try folder.file("text.jpg", "no image\n")
    try folder.file("empty.png")
    try folder.file("nothing/text.md", "no image\n")
    let before = try folder.entries()
    for (image, status, says) in [
      ("cut.jpg", 65, "damaged or incomplete"),
      ("text.jpg", 65, "expected a JPEG, PNG, BMP or WebP"),
      ("empty.png", 65, "an empty file"), ("nosuch.jpg", 66, "No such file"),
      ("nothing", 66, "has no images"),
    ] as [(String, Int32, String)] {
      let outcome = try folder.darkroom(source + [image])
      #expect(outcome.status == status, "\(outcome)")
      #expect(outcome.errors.contains("\(image): ") && outcome.errors.contains(says))
    }
    #expect(try folder.entries() == before)
  }

  @Test("Grey images and PNG files, also without an ending in the name")
  func formats() throws {
    let original = try Image(contentsOf: Shapes.image(0))
    try original.write(to: folder.path("colour.png"))
    try FileManager.default.copyItem(
      atPath: folder.path("colour.png"), toPath: folder.path("colour"))
    let expected = try FoundObject.all(
      in: folder.darkroom(source + ["--json", Shapes.image(0)]).output)
    let outcome = try folder.darkroom(source + ["--json", "colour.png", "colour"])
    // PNG is lossless: the very same pixels give the very same boxes.
    for image in 0...1 {
      #expect(try FoundObject.all(in: outcome.output, image: image) == expected)
    }
    try writeGreyImage("grey.png")
    let grey = try folder.darkroom(source + ["--json", "grey.png"])
    #expect(grey.status == 0, "\(grey)")
    #expect(try JSONDocument(grey.output)["images"]?[0]?["width"] == .number(64))
  }

  @Test("Two images that would be written under one name")
  func sameName() throws {
    for (name, index) in [("a", 0), ("b", 1)] {
      try folder.file(
        "\(name)/p.jpg", Data(contentsOf: URL(fileURLWithPath: Shapes.image(index))))
    }
    let before = try folder.entries()
    let refused = try folder.darkroom(source + ["a/p.jpg", "b/p.jpg", "-o", "out"])
    #expect(refused.status == 64)
    #expect(refused.errors.contains("a/p.jpg and b/p.jpg would both be written as p.jpg"))
    #expect(try folder.entries() == before)
    #expect(try folder.darkroom(source + ["a/p.jpg", "b/p.jpg"]).status == 0)
  }

  @Test("An original is never overwritten by its annotated image")
  func original() throws {
    let jpeg = try Data(contentsOf: URL(fileURLWithPath: Shapes.image(0)))
    try folder.file("p.jpg", jpeg)
    for output in [".", folder.url.path] {
      let outcome = try folder.darkroom(source + ["p.jpg", "-o", output])
      #expect(outcome.status == 64)
      #expect(outcome.errors.contains("choose another folder"))
    }
    #expect(try folder.bytes("p.jpg") == jpeg)
  }

  @Test("A folder for annotated images that is a file")
  func folderIsFile() throws {
    try folder.file("file")
    let outcome = try folder.darkroom(source + [Shapes.image(0), "-o", "file"])
    #expect(outcome.status == 73)
    #expect(outcome.errors.contains("choose another name"))
  }

  @Test("Weights are looked for beside the cfg")
  func weightsBeside() throws {
    try FileManager.default.copyItem(atPath: Shapes.cfg, toPath: folder.path("my.cfg"))
    let missing = try folder.darkroom("detect", "my.cfg", Shapes.image(0))
    #expect(missing.status == 66)
    #expect(missing.errors.contains("no my.weights beside it; name its weights with --weights"))
    try FileManager.default.copyItem(atPath: Shapes.weights, toPath: folder.path("my.weights"))
    #expect(try folder.darkroom("detect", "my.cfg", Shapes.image(0)).status == 0)
  }

  @Test("A network without heads is no detector")
  func noDetector() throws {
    let net = ConformanceNetwork("softmax_groups")
    #expect(try folder.darkroom("convert", net.cfg, net.weights, "-qo", "c.onnx").status == 0)
    for model in [net.cfg, "c.onnx"] {
      let outcome = try folder.darkroom("detect", model, Shapes.image(0))
      #expect(outcome.status == 64)
      #expect(outcome.errors.contains("\(model): is no detector"))
    }
  }

  @Test("Names of another network")
  func names() throws {
    try folder.file("many.names", String(repeating: "thing\n", count: 80))
    try folder.file("binary.names", Data([0x70, 0xfe, 0x0a]))
    let many = try folder.darkroom(source + [Shapes.image(0), "--names", "many.names"])
    #expect(many.status == 65)
    #expect(many.errors.contains("has 80 class names, but the network has 5 classes"))
    let binary = try folder.darkroom(source + [Shapes.image(0), "--names", "binary.names"])
    #expect(binary.status == 65)
    #expect(binary.errors.contains("is not UTF-8 text"))
  }

  /// A grey PNG of 64 x 64 made with Python's own zlib, so that no code of ours takes part.
  private func writeGreyImage(_ name: String) throws {
    try folder.file(
      "grey.py",
      """
      import struct, zlib
      def chunk(kind, data):
        return struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))
      rows = b''.join(b'\\0' + bytes(range(y, y + 64)) for y in range(64))
      open('\(name)', 'wb').write(
        b'\\x89PNG\\r\\n\\x1a\\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', 64, 64, 8, 0, 0, 0, 0))
        + chunk(b'IDAT', zlib.compress(rows)) + chunk(b'IEND', b''))
      """)
    try #require(try folder.shell("python3 grey.py").status == 0)
  }
}
