import Foundation
import TestSupport
import Testing

@Suite("darkroom evaluate --labels")
struct EvaluateLabelsTests {
  let folder: WorkFolder
  private let source = [
    "evaluate", ShapesClassifier.cfg, "--weights", ShapesClassifier.weights, "--quiet",
  ]

  init() throws { folder = try WorkFolder() }

  private func evaluated(_ arguments: [String]) throws -> JSONDocument {
    let outcome = try folder.darkroom(source + arguments + ["--json"])
    try #require(outcome.status == 0, "\(outcome)")
    #expect(JSONDocument.keysAreSorted(in: outcome.output))
    return try JSONDocument(outcome.output)
  }

  @Test("Folders, darknet's lists, lists with classes and .data files give the same metrics")
  func sources() throws {
    let named = ["--names", ShapesClassifier.names]
    let byFolder = try evaluated(
      ["--images", ShapesClassifier.validation, "--labels", "by-folder"] + named)
    #expect(byFolder["images"]?.number == 200)
    let top1 = try #require(byFolder["top1"])
    let value = try #require(top1["value"]?.number)
    #expect(value > 0.9 && value < 1)
    #expect((top1["lower"]?.number ?? 1) < value && (top1["upper"]?.number ?? 0) > value)
    // There are but five classes.
    #expect(byFolder["top5"]?["value"]?.number == 1)
    let wrong = byFolder["confusion"]?.elements.compactMap { $0["images"]?.number }.reduce(0, +)
    #expect(wrong == 200 - (200 * value).rounded())

    var lines = ""
    for name in ShapesClassifier.classes {
      for index in 0..<40 {
        let number = index < 10 ? "0\(index)" : "\(index)"
        lines += "validation/\(name)/\(name)-0\(number).jpg \(name)\n"
      }
    }
    try folder.file("with-names.txt", lines)
    for (index, name) in ShapesClassifier.classes.enumerated() {
      lines = lines.replacingOccurrences(of: ".jpg \(name)\n", with: ".jpg\t\(index)\n")
    }
    try folder.file("with-indices.txt", lines)
    try folder.file(
      "shapes.data",
      """
      classes = 5
      valid = \(ShapesClassifier.list)
      labels = \(ShapesClassifier.names)
      """)
    for labels in [ShapesClassifier.list, "with-names.txt", "with-indices.txt", "shapes.data"] {
      let names = labels == "shapes.data" ? [] : named
      let found = try evaluated(
        ["--images", ShapesClassifier.images, "--labels", labels] + names)
      for key in ["images", "top1", "top5", "perClass", "confusion"] {
        #expect(found[key] == byFolder[key], "\(labels): \(key)")
      }
    }
  }

  @Test("The table has metrics with their intervals, classes and mistakes")
  func table() throws {
    let outcome = try folder.darkroom(
      source + [
        "--images", ShapesClassifier.validation, "--labels", "by-folder", "--names",
        ShapesClassifier.names,
      ])
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.output.contains("200 images; center crop"))
    #expect(outcome.output.contains("95 % interval"))
    #expect(outcome.output.contains("taken for another class"))
    for name in ShapesClassifier.classes { #expect(outcome.output.contains("\n\(name) ")) }
  }

  @Test("What says no class, or is not there, is listed with its line")
  func wrong() throws {
    try folder.file("list.txt", "no/such-thing.jpg\nstar/nowhere.jpg\nx.jpg hexagon\n")
    let outcome = try folder.darkroom(
      source + ["--labels", "list.txt", "--names", ShapesClassifier.names])
    #expect(outcome.status == 65, "\(outcome)")
    #expect(outcome.errors.contains("list.txt:1: 'no/such-thing.jpg' says no class"))
    #expect(outcome.errors.contains("list.txt:2: 'star/nowhere.jpg' is not there"))
    #expect(outcome.errors.contains("list.txt:3: 'x.jpg hexagon' says no class"))
    #expect(outcome.errors.contains("circle, square, triangle, star, cross"))

    try folder.file("images/hexagon/a.jpg", "")
    let folders = try folder.darkroom(
      source + [
        "--labels", "by-folder", "--images", "images", "--names", ShapesClassifier.names,
      ])
    #expect(folders.status == 65 && folders.errors.contains("'hexagon'"), "\(folders)")
  }

  @Test("What is of detectors does not go with labels, and labels not with a detector")
  func usage() throws {
    let both = try folder.darkroom(
      source + ["--labels", "by-folder", "--annotations", "a.json", "--shard", "1/2"])
    #expect(both.status == 64)
    let complaints = [
      "--annotations is of a detector", "--shard is of a detector", "--images is missing",
    ]
    for text in complaints {
      #expect(both.errors.contains(text), "\(both)")
    }
    let detector = try folder.darkroom(
      "evaluate", Shapes.cfg, "--weights", Shapes.weights, "--labels", "by-folder", "--images",
      ShapesClassifier.validation)
    #expect(detector.status == 64 && detector.errors.contains("is a detector, not a classifier"))
  }

  @Test("A model without names takes the folders for its classes, and says so")
  func unnamed() throws {
    let outcome = try folder.darkroom(
      "evaluate", ShapesClassifier.cfg, "--weights", ShapesClassifier.weights, "--images",
      ShapesClassifier.validation, "--labels", "by-folder")
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.errors.contains("taken for the classes 0 to 4"))
  }

  @Test("INT8 agrees with float, and compare says by how much; a network of other weights fails")
  func quantized() throws {
    let model = try ShapesClassifier.convert(in: folder)
    let made = try folder.darkroom(
      "quantize", model, "--calibration", ShapesClassifier.calibration, "-o", "int8.onnx", "-q")
    #expect(made.status == 0, "\(made)")
    let compared = try folder.darkroom(
      "compare", model, "int8.onnx", "--images", ShapesClassifier.validation, "--json", "-q",
      "--min-top1", "0.95")
    #expect(compared.status == 0, "\(compared)")
    let report = try JSONDocument(compared.output)
    #expect(report["protocol"]?["resize"]?.string == "crop")
    let classes = try #require(report["classification"])
    #expect((classes["top1"]?.number ?? 0) >= 0.95 && classes["images"]?.number == 200)
    #expect(abs(classes["scoreShift"]?.number ?? 1) < 0.05)
    let text = try folder.darkroom(
      "compare", model, "int8.onnx", "--images", ShapesClassifier.validation, "-q", "--limit", "9",
      "--min-top1", "1", "--min-sqnr", "90")
    #expect(text.status == 1 && text.output.contains("failed: sqnr"), "\(text)")
    #expect(text.output.contains("9 images; center crop\n"), "\(text)")
    // The softmax stays in float.
    let record = try folder.darkroom("inspect", "int8.onnx")
    #expect(record.status == 0)
  }
}
