import Foundation
import TestSupport
import Testing

@Suite("darkroom classify")
struct ClassifyTests {
  let folder: WorkFolder

  init() throws { folder = try WorkFolder() }

  @Test("Ranks the shape that is drawn first, with a probability of each class")
  func shapes() throws {
    let model = try ShapesClassifier.convert(in: folder)
    for (index, name) in ShapesClassifier.classes.enumerated() {
      let path = ShapesClassifier.image(name)
      let outcome = try folder.darkroom("classify", model, path, "--json")
      #expect(outcome.status == 0, "\(outcome)")
      #expect(JSONDocument.keysAreSorted(in: outcome.output))
      let json = try JSONDocument(outcome.output)
      #expect(json["scores"]?.string == "probability")
      #expect(json["preprocessing"]?.string == "center crop")
      let image = try #require(json["images"]?[0])
      #expect(image["path"]?.string == path)
      let ranked = image["classes"]?.elements ?? []
      #expect(ranked.count == 5)
      #expect(ranked.first?["label"]?.string == name)
      #expect(ranked.first?["class"]?.number == Double(index))
      let scores = ranked.compactMap { $0["score"]?.number }
      #expect(scores == scores.sorted(by: >))
      #expect(abs(scores.reduce(0, +) - 1) < 1e-5)
    }
  }

  @Test(
    "Probabilities are those of ONNX Runtime on darknet's resize and crop",
    .enabled(if: Peers.python != nil, Comment(rawValue: Peers.areMissing)))
  func peer() throws {
    let model = try ShapesClassifier.convert(in: folder)
    // Of other sizes than the network, wide and high.
    let paths = ShapesClassifier.classes.flatMap { name in
      (0..<6).map { ShapesClassifier.image(name, $0) }
    }
    let peer = try Peers.run("classify.py", [model] + paths)
    try #require(peer.status == 0, "\(peer)")
    let expected = try JSONDocument(peer.output)
    let outcome = try folder.darkroom(["classify", model, "--json"] + paths)
    let images = try #require(try JSONDocument(outcome.output)["images"]?.elements)
    #expect(images.count == paths.count)
    for (index, image) in images.enumerated() {
      for ranked in image["classes"]?.elements ?? [] {
        let place = Int(ranked["class"]?.number ?? -1)
        let known = try #require(expected[index]?[place]?.number)
        // Both sum the same float32 products in another order.
        #expect(abs((ranked["score"]?.number ?? -1) - known) < 1e-4, "\(paths[index])")
      }
    }
  }

  @Test("A folder stands for its images, also those in folders in it; --top says how many classes")
  func table() throws {
    let model = try ShapesClassifier.convert(in: folder)
    let star = "\(ShapesClassifier.validation)/star"
    let outcome = try folder.darkroom("classify", model, star, "--top", "2")
    #expect(outcome.status == 0, "\(outcome)")
    let lines = outcome.output.split(separator: "\n").map(String.init)
    #expect(lines.count == 40 * 4)
    #expect(lines[0].hasPrefix("\(star)/star-000.jpg  "))
    #expect(lines[1].split(separator: " ") == ["class", "probability"])
    #expect(lines[2].hasPrefix("  star "))
    let all = try folder.darkroom(
      "classify", model, ShapesClassifier.calibration, "--top", "1", "--json")
    #expect(try JSONDocument(all.output)["images"]?.elements.count == 60)
  }

  @Test("A detector is for detect, a classifier for classify, and each says so")
  func other() throws {
    let model = try ShapesClassifier.convert(in: folder)
    let image = ShapesClassifier.image("star")
    let detected = try folder.darkroom("detect", model, image)
    #expect(detected.status == 64)
    #expect(detected.errors.contains("is no detector but a classifier of 5 classes"))
    #expect(detected.errors.contains("`darkroom classify`"))
    let classified = try folder.darkroom(
      "classify", Shapes.cfg, "--weights", Shapes.weights, image)
    #expect(classified.status == 64)
    #expect(classified.errors.contains("is a detector, not a classifier"))
    #expect(classified.errors.contains("`darkroom detect`"))
    let judged = try folder.darkroom(
      "evaluate", model, "--images", ShapesClassifier.validation, "--annotations",
      Fixtures.root.appendingPathComponent("Images/shapes/instances_validation.json").path)
    #expect(judged.status == 64 && judged.errors.contains("--labels"), "\(judged)")
  }

  @Test("A record and a card say what a classifier is for, how it is fed, and how good it is")
  func card() throws {
    let model = try ShapesClassifier.convert(in: folder)
    let judged = try folder.darkroom(
      "evaluate", model, "--images", ShapesClassifier.images, "--labels", ShapesClassifier.list,
      "--record", "--dataset", "Shapes", "--quiet")
    #expect(judged.status == 0, "\(judged)")
    let card = try folder.darkroom("card", model)
    #expect(card.output.contains("pipeline_tag: image-classification"), "\(card)")
    #expect(card.output.contains("Top-1 accuracy"))
    #expect(card.output.contains("darkroom classify classifier.onnx image.jpg"))
    #expect(card.output.contains("center crop"))
    #expect(!card.output.contains("Boxes"))
  }
}
