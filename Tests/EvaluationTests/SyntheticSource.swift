import Evaluation
import TestSupport

/// Where random sets come from.
struct SyntheticSource {
  private var random: SeededGenerator
  /// Whole coordinates make equal overlaps, and overlaps that are thresholds.
  private let isGrid: Bool
  /// Few steps make equal scores.
  private let scoreSteps: Double
  /// A number of 0 is a special case of pycocotools.
  private let firstID: Int
  /// The most detections without an object in an image.
  private let strays: Int

  init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
    isGrid = Bool.random(using: &random)
    scoreSteps = Bool.random(using: &random) ? 4 : 1e6
    firstID = seed % 10 == 0 ? 0 : 1
    strays = seed % 8 == 0 ? 400 : 10
  }

  private mutating func number(_ range: ClosedRange<Double>) -> Double {
    Double.random(in: range, using: &random)
  }

  private mutating func count(_ range: ClosedRange<Int>) -> Int {
    Int.random(in: range, using: &random)
  }

  private func placed(_ x: Double, _ y: Double, _ width: Double, _ height: Double) -> ObjectBox {
    isGrid
      ? ObjectBox(x: x.rounded(), y: y.rounded(), width: width.rounded(), height: height.rounded())
      : ObjectBox(x: x, y: y, width: width, height: height)
  }

  private mutating func box(sides: ClosedRange<Double>) -> ObjectBox {
    placed(number(0...300), number(0...300), number(sides), number(sides))
  }

  private mutating func box(near box: ObjectBox) -> ObjectBox {
    let shift = -0.15...0.15
    return placed(
      box.x + number(shift) * box.width, box.y + number(shift) * box.height,
      box.width * number(0.8...1.2), box.height * number(0.8...1.2))
  }

  private mutating func score() -> Double {
    (number(0...1) * scoreSteps).rounded() / scoreSteps
  }

  mutating func set() -> SyntheticSet {
    let images = (1...count(1...12)).map { GroundTruth.Image(id: $0 * 7) }
    let categories = (1...count(1...6)).map {
      GroundTruth.Category(id: $0 * 2 - 1, name: "category \($0)")
    }
    var objects: [GroundTruth.Object] = []
    var boxes: [ScoredBox] = []
    func category() -> Int { categories[count(0...categories.count - 1)].id }
    for image in images {
      for _ in 0..<count(0...8) {
        let side = [12.0, 32, 60, 96, 200][count(0...4)]
        let box = box(sides: side * 0.5...side * 1.5)
        let object = GroundTruth.Object(
          id: objects.count + firstID, imageID: image.id, categoryID: category(), box: box,
          area: box.area * (count(0...1) == 0 ? 1 : number(0.3...1)),
          treatment: count(0...7) == 0 ? .crowd : .counted)
        objects.append(object)
        for _ in 0..<count(0...3) {
          let found = count(0...5) == 0 ? category() : object.categoryID
          boxes.append(
            ScoredBox(
              imageID: image.id, categoryID: found, box: self.box(near: box), score: score()))
        }
      }
      for _ in 0..<count(0...strays) {
        boxes.append(
          ScoredBox(
            imageID: image.id, categoryID: category(), box: box(sides: 0...150), score: score()))
      }
    }
    boxes.shuffle(using: &random)
    return SyntheticSet(
      truth: GroundTruth(images: images, categories: categories, objects: objects),
      results: ResultSet(boxes))
  }
}
