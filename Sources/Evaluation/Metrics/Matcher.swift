/// Matches detections with objects, image by image, as pycocotools does.
///
/// Images are independent of each other, so several threads may share a matcher.
public struct Matcher: Sendable {
  /// The score from which a detection takes part in the confusions: what users are shown.
  public let confusionScore: Double
  /// The positions among the categories by ascending number.
  private let categories: [Int: Int]
  /// By image, those of a category together, within it in their order.
  private let objects: [Int: [PlacedObject]]

  /// Creates a matcher; objects of unknown images and categories are left out.
  public init(
    _ truth: GroundTruth, confusionScore: Double = EvaluationShard.standardConfusionScore
  ) {
    self.confusionScore = confusionScore
    var categories: [Int: Int] = [:]
    for (position, category) in truth.categories.sorted(by: { $0.id < $1.id }).enumerated() {
      categories[category.id] = position
    }
    var objects: [Int: [PlacedObject]] = [:]
    for image in truth.images { objects[image.id] = [] }
    for object in truth.objects {
      guard let category = categories[object.categoryID] else { continue }
      objects[object.imageID]?.append(PlacedObject(object, category: category))
    }
    self.categories = categories
    self.objects = objects.mapValues { Matcher.stablySorted($0) { $0.category < $1.category } }
  }

  /// How the detections in an image fared; those of unknown categories are left out.
  ///
  /// - Parameters:
  ///   - imageID: the image's number.
  ///   - boxes: its detections in any order; the order decides between equal scores.
  public func matches(inImage imageID: Int, _ boxes: [ScoredBox]) -> ImageMatches {
    let objects = objects[imageID] ?? []
    let detections = Matcher.stablySorted(
      boxes.compactMap { box in
        categories[box.categoryID].map { PlacedDetection(box, category: $0) }
      }
    ) { $0.category == $1.category ? $0.score > $1.score : $0.category < $1.category }
    var cells: [ImageMatches.Cell] = []
    var (object, detection) = (0, 0)
    while object < objects.count || detection < detections.count {
      let category = min(
        object < objects.count ? objects[object].category : .max,
        detection < detections.count ? detections[detection].category : .max)
      let (firstObject, firstDetection) = (object, detection)
      while object < objects.count, objects[object].category == category { object += 1 }
      while detection < detections.count, detections[detection].category == category {
        detection += 1
      }
      var matching = CellMatching(objects: objects[firstObject..<object])
      cells.append(
        matching.cell(category: category, detections: detections[firstDetection..<detection]))
    }
    return ImageMatches(
      imageID: imageID, cells: cells,
      confusions: Confusion.pairs(objects, detections.filter { $0.score >= confusionScore }))
  }

  /// Sorts, leaving equal elements in their order, which `sort` does but does not promise.
  static func stablySorted<Element>(
    _ elements: [Element], by precedes: (Element, Element) -> Bool
  ) -> [Element] {
    elements.indices.sorted { first, second in
      if precedes(elements[first], elements[second]) { return true }
      return first < second && !precedes(elements[second], elements[first])
    }.map { elements[$0] }
  }
}
