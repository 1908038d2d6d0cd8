/// Mean average precision at an overlap of 0.5 as darknet's `detector map` has it.
///
/// It is not COCO's AP50: a detection is held against the object of its class that it overlaps most,
/// taken or not; every class counts, those without objects as 0; crowds are objects as others.
/// Source: https://github.com/AlexeyAB/darknet at 59596d78, `detector.c`, `validate_detector_map`.
public struct DarknetMetrics: Hashable, Sendable, Codable {
  /// The metrics of a class, 0 to 1.
  public struct ClassMetrics: Hashable, Sendable, Codable {
    /// The number of the category.
    public var category: Int
    /// Its name.
    public var name: String
    /// Average precision under the curve: `-points 0`.
    public var area: Double
    /// The mean of 11 points, as of Pascal VOC 2007: `-points 11`.
    public var points11: Double
    /// The mean of 101 points, as of MS COCO: `-points 101`, the default.
    public var points101: Double
    /// Detections of scores above `score` that are right.
    public var truePositives: Int
    /// Those that are not.
    public var falsePositives: Int
  }

  /// The overlap that a detection has to exceed.
  public static let overlap = 0.5
  /// The score that a detection has to exceed: `thresh` in darknet's source.
  public static let leastScore = 0.005

  /// The mean over all classes of the area under the curve.
  public var area: Double
  /// The mean over all classes of that of 11 points.
  public var points11: Double
  /// The mean over all classes of that of 101 points.
  public var points101: Double
  /// The score above which detections are counted.
  public var score: Double
  /// Of all detections with scores above `score`, those that are right; 0 where there are none.
  public var precision: Double
  /// The part of the objects that they find; 0 where there are none.
  public var recall: Double
  /// The mean overlap of those that are right, over all of them; 0 where there are none.
  public var meanIoU: Double
  /// The classes, by ascending number.
  public var perClass: [ClassMetrics]

  /// Computes the metrics; nil without categories.
  ///
  /// - Parameters:
  ///   - score: above which detections are counted: `thresh_calc_avg_iou` in darknet, 0.25.
  public init?(_ truth: GroundTruth, _ results: ResultSet, score: Double = 0.25) {
    let categories = truth.categories.sorted { $0.id < $1.id }
    guard !categories.isEmpty else { return nil }
    let objects = Dictionary(grouping: truth.objects) { Key($0.imageID, $0.categoryID) }
    let found = Dictionary(
      grouping: results.boxes.filter { $0.score > DarknetMetrics.leastScore }, by: \.categoryID)
    var counts = (right: 0, wrong: 0, overlaps: 0.0)
    let classes = categories.map { category in
      let count = truth.objects.count { $0.categoryID == category.id }
      let judged = DarknetMetrics.judged(found[category.id] ?? [], objects)
      let shown = judged.filter { $0.score > score }
      let right = shown.count(where: \.isRight)
      counts.right += right
      counts.wrong += shown.count - right
      counts.overlaps += shown.reduce(0) { $0 + ($1.isRight ? $1.overlap : 0) }
      let curve = Curve(judged.map(\.isRight), objects: count)
      return ClassMetrics(
        category: category.id, name: category.name, area: curve.area,
        points11: curve.mean(of: 11), points101: curve.mean(of: 101), truePositives: right,
        falsePositives: shown.count - right)
    }
    func mean(_ key: KeyPath<ClassMetrics, Double>) -> Double {
      classes.reduce(0) { $0 + $1[keyPath: key] } / Double(classes.count)
    }
    perClass = classes
    (area, points11, points101) = (mean(\.area), mean(\.points11), mean(\.points101))
    self.score = score
    let all = counts.right + counts.wrong
    precision = all > 0 ? Double(counts.right) / Double(all) : 0
    recall = truth.objects.isEmpty ? 0 : Double(counts.right) / Double(truth.objects.count)
    meanIoU = all > 0 ? counts.overlaps / Double(all) : 0
  }

  private struct Key: Hashable {
    let image: Int
    let category: Int

    init(_ image: Int, _ category: Int) { (self.image, self.category) = (image, category) }
  }

  private struct Judged {
    let score: Double
    let overlap: Double
    let isRight: Bool
  }

  /// The detections of a class, best first; of equal scores in their order.
  private static func judged(
    _ boxes: [ScoredBox], _ objects: [Key: [GroundTruth.Object]]
  ) -> [Judged] {
    var taken: Set<[Int]> = []
    return Matcher.stablySorted(boxes) { $0.score > $1.score }.map { box in
      var best: Int?
      var most = DarknetMetrics.overlap
      for (index, object) in (objects[Key(box.imageID, box.categoryID)] ?? []).enumerated() {
        let shared = object.box.shared(with: box.box)
        let whole = object.box.area + box.box.area - shared
        let overlap = whole > 0 ? shared / whole : 0
        if overlap > most { (best, most) = (index, overlap) }
      }
      guard let best, taken.insert([box.imageID, best]).inserted else {
        return Judged(score: box.score, overlap: 0, isRight: false)
      }
      return Judged(score: box.score, overlap: most, isRight: true)
    }
  }

  /// Precision over recall, rank by rank.
  private struct Curve {
    private let ranks: [(precision: Double, recall: Double)]

    init(_ judged: [Bool], objects: Int) {
      var right = 0
      ranks = judged.enumerated().map { rank, isRight in
        if isRight { right += 1 }
        return (
          Double(right) / Double(rank + 1), objects > 0 ? Double(right) / Double(objects) : 0
        )
      }
    }

    var area: Double {
      guard let last = ranks.last else { return 0 }
      var (recall, precision, sum) = (last.recall, last.precision, 0.0)
      for rank in ranks.dropLast().reversed() {
        let step = recall - rank.recall
        recall = rank.recall
        // As darknet has it: of both ends of the step the higher precision.
        precision = max(precision, rank.precision)
        sum += step * precision
      }
      return sum + recall * precision
    }

    func mean(of points: Int) -> Double {
      // The highest precision from each rank on.
      var best = 0.0
      let envelope = Array(
        ranks.reversed().map { rank in
          best = max(best, rank.precision)
          return (recall: rank.recall, precision: best)
        }.reversed())
      var sum = 0.0
      var place = 0
      for point in 0..<points {
        let recall = Double(point) / Double(points - 1)
        while place < envelope.count, envelope[place].recall < recall { place += 1 }
        if place < envelope.count { sum += envelope[place].precision }
      }
      return sum / Double(points)
    }
  }
}
