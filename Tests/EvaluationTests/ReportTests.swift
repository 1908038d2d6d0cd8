import Evaluation
import Foundation
import TestSupport
import Testing

/// The report that `evaluate --json` prints.
struct ReportTests {
  private static let set = SyntheticSet.random(seed: 4)

  private static func text(_ report: EvaluationReport) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    return String(decoding: try encoder.encode(report), as: UTF8.self)
  }

  @Test("The report has the keys of its contract") func hasTheKeysOfTheContract() throws {
    let shard = EvaluationShard(
      truth: Self.set.truth, results: Self.set.results, detectionProtocol: EvaluationProtocol())
    let report = EvaluationReport(shard, bootstrap: Bootstrap(resamples: 10))
    let document = try JSONDocument(Self.text(report))
    #expect(
      document.keys == [
        "confusion", "images", "interval", "metrics", "perClass", "precisionRecall", "protocol",
        "schemaVersion", "subject",
      ])
    let metrics = [
      "ap", "ap50", "ap75", "apLarge", "apMedium", "apSmall", "ar1", "ar10", "ar100", "arLarge",
      "arMedium", "arSmall",
    ]
    #expect(document["metrics"]?.keys == metrics)
    #expect(
      document["perClass"]?[0]?.keys == (metrics + ["category", "name", "objects"]).sorted())
    #expect(document["perClass"]?.elements.count == Self.set.truth.categories.count)
    #expect(document["images"]?.number == Double(Self.set.truth.images.count))
    #expect(document["protocol"]?["resize"]?.string == "letterbox")
    #expect(document["protocol"]?["fill"]?.number == 114)
    #expect(document["protocol"]?["score"]?.number == 0.001)
    #expect(document["protocol"]?["overlap"]?.number == 0.45)
    #expect(document["protocol"]?["detectionsPerPicture"]?.number == 100)
    #expect(document["interval"]?.keys == ["ap", "ap50", "level", "resamples", "seed"])
    #expect(document["precisionRecall"]?["precision"]?.elements.count == 10)
    #expect(document["precisionRecall"]?["precision"]?[9]?.elements.count == 101)
    #expect(
      try JSONDecoder().decode(EvaluationReport.self, from: Data(Self.text(report).utf8)) == report)
  }

  @Test("What was not measured is null") func saysNullForWhatThereIsNot() throws {
    let shard = EvaluationShard(truth: Self.set.truth, results: Self.set.results)
    let report = EvaluationReport(shard, bootstrap: nil)
    let document = try JSONDocument(Self.text(report))
    #expect(document["protocol"] == .null)
    #expect(document["interval"] == .null)
    #expect(
      try JSONDecoder().decode(EvaluationReport.self, from: Data(Self.text(report).utf8)) == report)
  }

  /// Neither the order of images nor that of their evaluation shows.
  @Test("The order of images and categories does not matter") func orderDoesNotMatter() throws {
    var random = SeededGenerator(seed: 1)
    let truth = Self.set.truth
    let matcher = Matcher(truth)
    let images = truth.images.shuffled(using: &random).map { image in
      matcher.matches(
        inImage: image.id, Self.set.results.boxes.filter { $0.imageID == image.id })
    }
    let whole = EvaluationShard(truth: truth, results: Self.set.results)
    #expect(EvaluationShard(truth: truth, images: images) == whole)
    let turned = GroundTruth(
      images: truth.images.reversed(), categories: truth.categories.reversed(),
      objects: truth.objects)
    #expect(EvaluationShard(truth: turned, results: Self.set.results) == whole)
  }

  /// Results of images that are left out, and of categories nobody knows, change nothing.
  @Test("Results of left-out images and unknown categories change nothing")
  func onlyTheChosenImagesCount() throws {
    let first = Self.set.truth.prefix(2)
    #expect(first.images == Array(Self.set.truth.images.prefix(2)))
    let ids = Set(first.images.map(\.id))
    let chosen = ResultSet(Self.set.results.boxes.filter { ids.contains($0.imageID) })
    var more = Self.set.results
    if let box = more.boxes.first {
      more.boxes.append(
        ScoredBox(imageID: box.imageID, categoryID: 1000, box: box.box, score: 1))
    }
    #expect(
      EvaluationShard(truth: first, results: more)
        == EvaluationShard(truth: first, results: chosen))
  }

  @Test("The curves of the categories average to their metrics")
  func curvesOfCategoriesAverageToTheirMetrics() throws {
    let evaluation = Self.set.evaluation
    for (position, category) in evaluation.categories.enumerated() {
      let curves = try #require(evaluation.precisionRecall(ofCategoryAt: position))
      let numbers = curves.precision.flatMap(\.self)
      // The same sum in another order.
      let mean = numbers.reduce(0, +) / Double(numbers.count)
      #expect(abs(mean - category.metrics.ap) < 1e-12)
      #expect(curves.precision.allSatisfy { zip($0, $0.dropFirst()).allSatisfy { $0 >= $1 } })
    }
    #expect(evaluation.precisionRecall(ofCategoryAt: -1) == nil)
  }
}
