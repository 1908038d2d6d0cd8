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
