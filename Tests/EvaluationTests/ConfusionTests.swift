import Evaluation
import TestSupport
import Testing

/// What is taken for what, and objects that need not be found.
struct ConfusionTests {
  private static let categories: [GroundTruth.Category] = [
    .init(id: 1, name: "cat"), .init(id: 2, name: "dog"), .init(id: 5, name: "bird"),
    .init(id: 9, name: "unseen"),
  ]

  private static func object(
    _ x: Double, _ category: Int, _ treatment: GroundTruth.Object.Treatment = .counted
  ) -> GroundTruth.Object {
    GroundTruth.Object(
      id: Int(x) + 1, imageID: 1, categoryID: category,
      box: ObjectBox(x: x, y: 0, width: 50, height: 50), area: 2500, treatment: treatment)
  }

  private static func box(_ x: Double, _ category: Int, _ score: Double) -> ScoredBox {
    ScoredBox(
      imageID: 1, categoryID: category, box: ObjectBox(x: x, y: 0, width: 50, height: 50),
      score: score)
  }

  private static func evaluation(
    _ objects: [GroundTruth.Object], _ boxes: [ScoredBox]
  ) -> DetectionEvaluation {
    let truth = GroundTruth(images: [.init(id: 1)], categories: categories, objects: objects)
    return SyntheticSet(truth: truth, results: ResultSet(boxes)).evaluation
  }

  @Test("The confusion matrix counts which class was taken for which")
  func countsWhatWasTakenForWhat() {
    let confusion = Self.evaluation(
      [
        Self.object(0, 1), Self.object(100, 2), Self.object(200, 2), Self.object(300, 5),
        Self.object(400, 1, .crowd),
      ],
      [
        // The own class comes first, though the other has the better score.
        Self.box(0, 2, 0.9), Self.box(2, 1, 0.5),
        Self.box(100, 1, 0.6), Self.box(102, 1, 0.7),
        Self.box(200, 5, 0.3), Self.box(300, 5, 0.2), Self.box(402, 1, 0.9), Self.box(600, 2, 0.9),
      ]
    ).confusion
    #expect(confusion.score == 0.25)
    let rows = confusion.categories
    #expect(rows.map(\.category) == [1, 2, 5])
    #expect(rows.map(\.name) == ["cat", "dog", "bird"])
    #expect(rows.map(\.matched) == [1, 0, 0])
    #expect(rows.map(\.missed) == [0, 0, 1])
    // The dog on the cat, the second cat on the dog, and a dog in the void.
    #expect(rows.map(\.background) == [1, 2, 0])
    #expect(
      rows.map { $0.misclassified.map { [$0.category, $0.count] } } == [
        [], [[1, 1], [5, 1]], [],
      ])
  }

  @Test("Every object is counted once", arguments: 0..<20)
  func everyObjectIsCountedOnce(_ seed: Int) {
    let set = SyntheticSet.random(seed: UInt64(seed))
    let confusion = set.evaluation.confusion
    let counted = set.truth.objects.filter { $0.treatment == .counted }
    for row in confusion.categories {
      let mistakes = row.misclassified.reduce(0) { $0 + $1.count }
      #expect(
        row.matched + row.missed + mistakes
          == counted.count { $0.categoryID == row.category })
    }
  }

  /// Detections of a difficult object, however many, are neither right nor wrong.
  @Test("Detections of a difficult object are neither right nor wrong")
  func difficultObjectsDoNotCount() {
    let objects = [Self.object(0, 1), Self.object(100, 1, .ignored)]
    let found = [Self.box(0, 1, 0.5)]
    let alone = Self.evaluation(objects, found)
    // pycocotools' precision of everything is just below 1.
    #expect(abs(alone.metrics.ap - 1) < 1e-12)
    let twice = Self.evaluation(
      objects, found + [Self.box(101, 1, 0.9), Self.box(100, 1, 0.8), Self.box(99, 1, 0.7)])
    #expect(twice.metrics.ap == alone.metrics.ap)
    #expect(twice.metrics.ar100 == alone.metrics.ar100)
    #expect(twice.confusion == alone.confusion)
    let beside = Self.evaluation(objects, found + [Self.box(160, 1, 0.9)])
    // One wrong before the right one.
    #expect(abs(beside.metrics.ap - 0.5) < 1e-12)
  }

  /// Unlike a crowd, a difficult object is matched by the usual overlap.
  @Test("A difficult object is matched by the usual overlap, unlike a crowd")
  func difficultObjectsAreNotCrowds() {
    let within = ScoredBox(
      imageID: 1, categoryID: 1, box: ObjectBox(x: 110, y: 10, width: 20, height: 20), score: 0.9)
    func ap(_ treatment: GroundTruth.Object.Treatment) -> Double {
      Self.evaluation(
        [Self.object(0, 1), Self.object(100, 1, treatment)], [Self.box(0, 1, 0.5), within]
      ).metrics.ap
    }
    #expect(abs(ap(.crowd) - 1) < 1e-12)
    #expect(abs(ap(.ignored) - 0.5) < 1e-12)
  }
}
