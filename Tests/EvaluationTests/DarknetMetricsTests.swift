import Evaluation
import Testing

/// Numbers that were worked out by hand from `validate_detector_map` of AlexeyAB/darknet.
@Suite("mAP as darknet has it")
struct DarknetMetricsTests {
  private let categories = [
    GroundTruth.Category(id: 1, name: "a"), GroundTruth.Category(id: 2, name: "b"),
  ]

  private func object(_ id: Int, _ image: Int, _ category: Int, _ x: Double) -> GroundTruth.Object {
    GroundTruth.Object(
      id: id, imageID: image, categoryID: category,
      box: ObjectBox(x: x, y: 0, width: 10, height: 10), area: 100)
  }

  private func found(
    _ image: Int, _ category: Int, _ x: Double, _ score: Double
  ) -> ScoredBox {
    ScoredBox(
      imageID: image, categoryID: category, box: ObjectBox(x: x, y: 0, width: 10, height: 10),
      score: score)
  }

  private func metrics(
    _ objects: [GroundTruth.Object], _ boxes: [ScoredBox]
  ) throws -> DarknetMetrics {
    try #require(
      DarknetMetrics(
        GroundTruth(
          images: [.init(id: 1), .init(id: 2)], categories: categories, objects: objects),
        ResultSet(boxes)))
  }

  @Test("All found is 1, and a class without objects counts as 0") func perfect() throws {
    let result = try metrics([object(1, 1, 1, 0)], [found(1, 1, 0, 0.9)])
    #expect(result.perClass.map(\.points101) == [1, 0] && result.points101 == 0.5)
    #expect(result.area == 0.5 && result.points11 == 0.5)
    #expect(result.precision == 1 && result.recall == 1 && result.meanIoU == 1)
  }

  @Test("Precision falls from rank to rank: right, wrong, right of two objects")
  func ranks() throws {
    let result = try metrics(
      [object(1, 1, 1, 0), object(2, 2, 1, 0)],
      [found(1, 1, 0, 0.9), found(1, 1, 50, 0.8), found(2, 1, 0, 0.2)])
    let first = result.perClass[0]
    // Precision 1 up to recall 1/2, then 2/3.
    #expect(abs(first.points11 - (6 + 5 * 2.0 / 3) / 11) < 1e-12)
    #expect(abs(first.points101 - (51 + 50 * 2.0 / 3) / 101) < 1e-12)
    #expect(abs(first.area - (0.5 * 1 + 0.5 * 2.0 / 3)) < 1e-12)
    // Above 0.25 there are two detections, one of them right.
    #expect(first.truePositives == 1 && first.falsePositives == 1)
    #expect(result.precision == 0.5 && result.recall == 0.5)
  }

  @Test("A second detection of an object is wrong, also where another object is near")
  func twice() throws {
    // Both overlap the first object most; COCO's matching would give the second one the other.
    let result = try metrics(
      [object(1, 1, 1, 0), object(2, 1, 1, 3)],
      [found(1, 1, 0, 0.9), found(1, 1, 1, 0.8)])
    #expect(result.perClass[0].truePositives == 1 && result.perClass[0].falsePositives == 1)
  }

  @Test("An overlap of one half is not enough, nor a score of 0.005, nor another class")
  func limits() throws {
    // Of 10 by 10 at 10/3 the shared part is 20/3 by 10, which is half of the union.
    let half = try metrics([object(1, 1, 1, 0)], [found(1, 1, 10.0 / 3 + 1e-9, 0.9)])
    #expect(half.perClass[0].points101 == 0)
    let faint = try metrics([object(1, 1, 1, 0)], [found(1, 1, 0, 0.005)])
    #expect(faint.perClass[0].points101 == 0)
    let other = try metrics([object(1, 1, 1, 0)], [found(1, 2, 0, 0.9)])
    #expect(other.points101 == 0 && other.perClass[1].falsePositives == 1)
  }
}
