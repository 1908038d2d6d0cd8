/// What detections were taken for, at an overlap of 0.5 and the score users are shown.
///
/// In each image the detections, best first, take the object of their own class that they
/// overlap most; then those left over take objects of other classes that are left over. What is
/// left then is background taken for an object, or an object missed. Detections that lie on an
/// ignored object of their class do not count.
public struct Confusion: Hashable, Sendable, Codable {
  /// What happened once.
  struct Pair: Hashable, Sendable {
    /// The position of the object's category; nil for background.
    let truth: Int?
    /// The position of the detection's category; nil for an object that was missed.
    let found: Int?
  }

  /// How many objects were taken for another category.
  public struct Mistake: Hashable, Sendable, Codable {
    /// The `GroundTruth.Category.id` of the other category.
    public var category: Int
    /// How often.
    public var count: Int
  }

  /// One category.
  public struct Row: Hashable, Sendable, Codable {
    /// The `GroundTruth.Category.id`.
    public var category: Int
    /// The category's name.
    public var name: String
    /// Objects found as what they are.
    public var matched: Int
    /// Objects found as something else: the most frequent first, then by number.
    public var misclassified: [Mistake]
    /// Objects not found.
    public var missed: Int
    /// Detections of this category where there is no object.
    public var background: Int
  }

  /// The least score of the detections that took part.
  public var score: Double
  /// The categories that have objects or detections, by ascending number.
  public var categories: [Row]

  init(_ images: [ImageMatches], categories: [GroundTruth.Category], score: Double) {
    var counts: [Pair: Int] = [:]
    for image in images {
      for pair in image.confusions { counts[pair, default: 0] += 1 }
    }
    self.score = score
    var mistakes: [Int: [Mistake]] = [:]
    for (pair, count) in counts {
      if let truth = pair.truth, let found = pair.found, truth != found {
        mistakes[truth, default: []].append(
          Mistake(category: categories[found].id, count: count))
      }
    }
    self.categories = categories.enumerated().compactMap { position, category in
      let row = Row(
        category: category.id, name: category.name,
        matched: counts[Pair(truth: position, found: position)] ?? 0,
        misclassified: (mistakes[position] ?? []).sorted {
          $0.count == $1.count ? $0.category < $1.category : $0.count > $1.count
        },
        missed: counts[Pair(truth: position, found: nil)] ?? 0,
        background: counts[Pair(truth: nil, found: position)] ?? 0)
      let isEmpty = row.matched + row.missed + row.background == 0 && row.misclassified.isEmpty
      return isEmpty ? nil : row
    }
  }
}

extension Confusion {
  private static let overlap = 0.5

  /// What was taken for what in one image.
  static func pairs(_ objects: [PlacedObject], _ detections: [PlacedDetection]) -> [Pair] {
    let ranked = Matcher.stablySorted(detections) { $0.score > $1.score }
    var taken = Array(repeating: false, count: objects.count)
    var pairs: [Pair] = []
    var rest: [PlacedDetection] = []
    for detection in ranked {
      let own = best(for: detection, in: objects) { index in
        objects[index].category == detection.category && !objects[index].isShared && !taken[index]
      }
      if let own {
        taken[own] = true
        pairs.append(Pair(truth: detection.category, found: detection.category))
        continue
      }
      let ignored = best(for: detection, in: objects) { index in
        objects[index].category == detection.category && objects[index].isShared
      }
      if ignored == nil { rest.append(detection) }
    }
    for detection in rest {
      let other = best(for: detection, in: objects) { index in
        objects[index].category != detection.category && !objects[index].isShared && !taken[index]
      }
      if let other { taken[other] = true }
      pairs.append(Pair(truth: other.map { objects[$0].category }, found: detection.category))
    }
    for (index, object) in objects.enumerated() where !taken[index] && !object.isShared {
      pairs.append(Pair(truth: object.category, found: nil))
    }
    return pairs
  }

  private static func best(
    for detection: PlacedDetection, in objects: [PlacedObject], where isEligible: (Int) -> Bool
  ) -> Int? {
    var found: Int?
    var most = overlap
    for (index, object) in objects.enumerated() where isEligible(index) {
      let overlap = object.overlap(with: detection.box)
      if overlap >= most {
        most = overlap
        found = index
      }
    }
    return found
  }
}
