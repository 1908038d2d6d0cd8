import Evaluation
import Foundation
import TestSupport
import Testing

/// The metrics against those of pycocotools, through files.
@Suite(.enabled(if: Peers.python != nil, Comment(rawValue: Peers.areMissing)))
struct PycocotoolsTests {
  private let folder: WorkFolder

  init() throws { folder = try WorkFolder() }

  private func check(_ sets: [(name: String, set: SyntheticSet)]) throws {
    let files = try sets.map { try $0.set.write(to: folder, name: $0.name) }
    for ((name, paths), theirs) in zip(
      zip(sets.map(\.name), files), try PycocotoolsMetrics.of(files))
    {
      let truth = try GroundTruth(coco: paths.truth)
      let results = try ResultSet(coco: paths.results, truth: truth)
      let ours = DetectionEvaluation(EvaluationShard(truth: truth, results: results))
      #expect(
        theirs.difference(to: ours) <= PycocotoolsMetrics.tolerance,
        "\(name): \(theirs.metrics) against \(ours.metrics)")
    }
  }

  @Test("Random sets get the metrics of pycocotools") func randomSets() throws {
    try check((0..<200).map { ("set \($0)", SyntheticSet.random(seed: UInt64($0))) })
  }

  @Test("Difficult cases get the metrics of pycocotools") func cases() throws {
    try check(SyntheticSet.cases)
  }

  /// The files as they are, with the detections of a real network.
  @Test(
    "The detections of a real network get the metrics of pycocotools",
    .enabled(
      if: Fixtures.shared != nil && CommandLineTool.isBuilt,
      "needs ../shared and the darkroom program"))
  func evaluationImages() throws {
    let shared = try Fixtures.folder("coco")
    let path = shared.file("instances_evaluation.json")
    let truth = try GroundTruth(coco: path)
    let results = try RealDetections.results(truth: truth)
    #expect(truth.images.count == 300)
    #expect(results.boxes.count > 20_000)
    let file = folder.path("results.json")
    try results.writeCOCO(to: file)
    let theirs = try #require(try PycocotoolsMetrics.of([(path, file)]).first)
    let ours = DetectionEvaluation(
      EvaluationShard(truth: truth, results: try ResultSet(coco: file, truth: truth)))
    #expect(theirs.difference(to: ours) <= PycocotoolsMetrics.tolerance)
    #expect(ours.metrics.ap50 > 0.4)
  }
}
