/// How the detections in one image fared; all that the metrics need to know of it.
public struct ImageMatches: Hashable, Sendable {
  /// A detection, judged at every overlap threshold in every area range; where it is neither
  /// correct nor wrong, it does not count.
  struct Detection: Hashable, Sendable {
    let score: Double
    var correct = Judgements()
    var wrong = Judgements()
  }

  /// A category that has objects or detections in the image.
  struct Cell: Hashable, Sendable {
    /// The position among the categories by ascending number.
    let category: Int
    /// The number of objects to be found, in each area range.
    let objects: SIMD4<Int>
    /// The best 100, best first.
    let detections: [Detection]
  }

  /// The image's number.
  public let imageID: Int
  /// By category.
  let cells: [Cell]
  /// What was taken for what, at the score from which a detection is shown to a user.
  let confusions: [Confusion.Pair]
}

/// A detection as matching needs it.
struct PlacedDetection: Sendable {
  /// The position among the categories by ascending number.
  let category: Int
  let box: ObjectBox
  let score: Double

  init(_ box: ScoredBox, category: Int) {
    self.category = category
    self.box = box.box
    score = box.score
  }

  /// Every judgement in the ranges that the box is not in; a detection of another size that
  /// matches nothing is not wrong there.
  var outside: UInt64 {
    let area = box.area
    return AreaRange.allCases.reduce(into: 0) { bits, range in
      if !range.bounds.contains(area) {
        bits |= Judgements.everyThreshold << (range.rawValue * Judgements.thresholds)
      }
    }
  }
}

/// An object as matching needs it.
struct PlacedObject: Sendable {
  /// The position among the categories by ascending number.
  let category: Int
  let box: ObjectBox
  let boxArea: Double
  let isCrowd: Bool
  /// Whether more than one detection may match it.
  let isShared: Bool
  /// Whether a detection that matches it counts as matched; see `GroundTruth.Object.id`.
  let countsAsMatch: Bool
  /// A bit for each area range in which it need not be found.
  private let ignoredRanges: UInt8

  init(_ object: GroundTruth.Object, category: Int) {
    self.category = category
    box = object.box
    boxArea = object.box.area
    isCrowd = object.treatment == .crowd
    isShared = object.treatment != .counted
    countsAsMatch = object.id != 0
    ignoredRanges = AreaRange.allCases.reduce(into: 0) { bits, range in
      let isIgnored = object.treatment != .counted || !range.bounds.contains(object.area)
      bits |= isIgnored ? 1 << range.rawValue : 0
    }
  }

  func isIgnored(in range: AreaRange) -> Bool { ignoredRanges >> range.rawValue & 1 == 1 }

  /// The area shared with a detection over that of the union; for a crowd, over the detection's.
  func overlap(with detection: ObjectBox) -> Double {
    let shared = box.shared(with: detection)
    guard shared > 0 else { return 0 }
    return shared / (isCrowd ? detection.area : detection.area + boxArea - shared)
  }
}
