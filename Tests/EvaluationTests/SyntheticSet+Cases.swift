import Evaluation

extension SyntheticSet {
  /// Small sets, each of one thing that is easily done otherwise.
  static let cases: [(name: String, set: SyntheticSet)] = [
    ("crowd", crowd),
    ("crowd beside an object", crowdBesideObject),
    ("ignored for its size", ignoredForSize),
    ("sizes on the bounds", sizesOnBounds),
    ("equal scores", equalScores),
    ("equal overlaps", equalOverlaps),
    ("overlaps on the thresholds", overlapsOnThresholds),
    ("category without objects", categoryWithoutObjects),
    ("category without detections", categoryWithoutDetections),
    ("only crowds", onlyCrowds),
    ("no objects", noObjects),
    ("no detections", noDetections),
    ("no more than 100", hundreds),
    ("the number 0", numberZero),
    ("images out of order", imagesOutOfOrder),
    ("areas of outlines", areasOfOutlines),
    ("empty boxes", emptyBoxes),
  ]

  private static func make(
    _ objects: [GroundTruth.Object], _ boxes: [ScoredBox], images: Int = 2, categories: Int = 2
  ) -> SyntheticSet {
    SyntheticSet(
      truth: GroundTruth(
        images: (1...images).map { GroundTruth.Image(id: $0) },
        categories: (1...categories).map { GroundTruth.Category(id: $0, name: "c\($0)") },
        objects: objects.enumerated().map { position, object in
          var object = object
          if object.id < 0 { object.id = position + 1 }
          return object
        }),
      results: ResultSet(boxes))
  }

  private static func object(
    _ x: Double, _ y: Double, _ width: Double, _ height: Double, image: Int = 1, category: Int = 1,
    area: Double? = nil, crowd: Bool = false, id: Int = -1
  ) -> GroundTruth.Object {
    GroundTruth.Object(
      id: id, imageID: image, categoryID: category,
      box: ObjectBox(x: x, y: y, width: width, height: height), area: area ?? width * height,
      treatment: crowd ? .crowd : .counted)
  }

  private static func box(
    _ x: Double, _ y: Double, _ width: Double, _ height: Double, _ score: Double, image: Int = 1,
    category: Int = 1
  ) -> ScoredBox {
    ScoredBox(
      imageID: image, categoryID: category,
      box: ObjectBox(x: x, y: y, width: width, height: height), score: score)
  }

  private static var crowd: SyntheticSet {
    make(
      [object(0, 0, 200, 200, crowd: true), object(300, 0, 50, 50)],
      [
        box(10, 10, 40, 40, 0.9), box(60, 10, 40, 40, 0.8), box(300, 0, 50, 48, 0.7),
        box(180, 180, 60, 60, 0.6), box(400, 400, 9, 9, 0.5),
      ])
  }

  private static var crowdBesideObject: SyntheticSet {
    make(
      [object(0, 0, 100, 100, crowd: true), object(10, 10, 50, 50)],
      [box(10, 10, 50, 40, 0.9), box(10, 10, 50, 50, 0.8), box(12, 12, 50, 50, 0.7)])
  }

  private static var ignoredForSize: SyntheticSet {
    make(
      [object(0, 0, 20, 20), object(2, 2, 60, 60), object(0, 0, 150, 150)],
      [
        box(0, 0, 21, 21, 0.9), box(1, 1, 19, 19, 0.8), box(2, 2, 61, 61, 0.7),
        box(0, 0, 33, 33, 0.6),
      ]
    )
  }

  private static var sizesOnBounds: SyntheticSet {
    make(
      [object(0, 0, 32, 32), object(100, 0, 96, 96), object(300, 0, 96.5, 96)],
      [
        box(0, 0, 32, 32, 0.9), box(100, 0, 96, 96, 0.8), box(300, 0, 96, 96, 0.7),
        box(0, 200, 32, 32, 0.6), box(100, 200, 96, 96, 0.5),
      ])
  }

  private static var equalScores: SyntheticSet {
    make(
      [object(0, 0, 50, 50), object(0, 0, 50, 50, image: 2), object(100, 0, 50, 50, image: 2)],
      [
        box(200, 0, 50, 50, 0.5), box(0, 0, 50, 45, 0.5), box(100, 0, 50, 50, 0.5, image: 2),
        box(0, 0, 50, 50, 0.5), box(300, 0, 50, 50, 0.5, image: 2),
        box(0, 0, 50, 50, 0.5, image: 2),
      ])
  }

  private static var equalOverlaps: SyntheticSet {
    make(
      [object(0, 0, 60, 60), object(20, 0, 60, 60), object(10, 0, 60, 60, area: 500)],
      [
        box(10, 0, 60, 60, 0.9), box(10, 0, 60, 60, 0.8), box(0, 0, 60, 60, 0.7),
        box(30, 0, 60, 60, 0.6),
      ]
    )
  }

  private static var overlapsOnThresholds: SyntheticSet {
    // Boxes of 100 x 100 and of 100 x k within them overlap by exactly k / 100.
    let sides = stride(from: 45.0, through: 100, by: 5).enumerated()
    return make(
      sides.map { object(200 * Double($0.offset), 0, 100, 100) },
      sides.map { box(200 * Double($0), 0, 100, $1, 0.9 - Double($0) / 100) })
  }

  private static var categoryWithoutObjects: SyntheticSet {
    make([object(0, 0, 50, 50)], [box(0, 0, 50, 50, 0.5), box(0, 0, 50, 50, 0.9, category: 2)])
  }

  private static var categoryWithoutDetections: SyntheticSet {
    make(
      [object(0, 0, 50, 50), object(0, 0, 20, 50, category: 2)], [box(0, 0, 50, 50, 0.5)],
      categories: 3)
  }

  private static var onlyCrowds: SyntheticSet {
    make([object(0, 0, 50, 50, crowd: true)], [box(0, 0, 50, 50, 0.5), box(90, 0, 50, 50, 0.4)])
  }

  private static var noObjects: SyntheticSet { make([], [box(0, 0, 50, 50, 0.5)]) }

  private static var noDetections: SyntheticSet { make([object(0, 0, 50, 50)], []) }

  private static var hundreds: SyntheticSet {
    make(
      (0..<130).map { object(Double($0) * 60, 0, 50, 50) },
      (0..<130).map { box(Double($0) * 60, 0, 50, 49, 0.9 - Double($0 % 100) / 1000) })
  }

  private static var numberZero: SyntheticSet {
    make(
      [object(0, 0, 50, 50, id: 0), object(100, 0, 50, 50, id: 1), object(0, 0, 20, 20, id: 2)],
      [
        box(0, 0, 50, 50, 0.9), box(0, 0, 50, 50, 0.8), box(100, 0, 50, 50, 0.7),
        box(0, 0, 20, 20, 0.6),
      ]
    )
  }

  private static var imagesOutOfOrder: SyntheticSet {
    let ids = [9, 2, 30, 4]
    return SyntheticSet(
      truth: GroundTruth(
        images: ids.map { GroundTruth.Image(id: $0) },
        categories: [.init(id: 5, name: "late"), .init(id: 3, name: "early")],
        objects: ids.enumerated().map { object(0, 0, 40, 40, image: $1, category: 3, id: $0 + 1) }),
      results: ResultSet(
        ids.map { box($0 < 5 ? 0 : 90, 0, 40, 40, 0.5, image: $0, category: 3) }))
  }

  private static var areasOfOutlines: SyntheticSet {
    make(
      [object(0, 0, 40, 40, area: 900), object(100, 0, 110, 110, area: 5000)],
      [box(0, 0, 40, 40, 0.9), box(100, 0, 110, 100, 0.8), box(300, 0, 40, 40, 0.7)])
  }

  private static var emptyBoxes: SyntheticSet {
    make(
      [object(0, 0, 0, 40), object(100, 0, 50, 50)],
      [box(0, 0, 0, 40, 0.9), box(110, 10, 0, 0, 0.8), box(100, 0, 50, 50, 0.7)])
  }
}
