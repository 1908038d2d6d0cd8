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
