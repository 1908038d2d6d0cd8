/// Precision over recall of one category in one area range, at every overlap threshold.
///
/// Holds the memory for computing it, so one object is used for many.
struct Curves {
  /// The precision when a recall is reached.
  private struct Point {
    let recall: Double
    let precision: Double
  }

  /// How many objects there are to be found.
  private(set) var objects = 0
  /// At each overlap threshold, at each recall of `Thresholds.recall`: the best precision there
  /// and beyond, 0 where the recall is not reached.
  private(set) var precision: [Double]
  /// The largest recall at each overlap threshold.
  private(set) var recall: [Double]

  private let recalls = Thresholds.recall
  private var points: [[Point]]
  private var correct: [Int]
  private var wrong: [Int]

  init() {
    let thresholds = Thresholds.overlap.count
    precision = Array(repeating: 0, count: thresholds * recalls.count)
    recall = Array(repeating: 0, count: thresholds)
    points = Array(repeating: [], count: thresholds)
    correct = Array(repeating: 0, count: thresholds)
    wrong = Array(repeating: 0, count: thresholds)
  }

  /// The mean precision over overlaps and recalls.
  var mean: Double { precision.reduce(0, +) / Double(precision.count) }

  /// The mean precision over recalls at one overlap threshold.
  func mean(at threshold: Int) -> Double {
    let start = threshold * recalls.count
    return precision[start..<start + recalls.count].reduce(0, +) / Double(recalls.count)
  }

  /// Computes the curves of the images as many times as `weights` has them, each image's
  /// copies side by side; false, and nothing computed, when there is nothing to be found.
  mutating func compute(_ category: RankedCategory, weights: [Int]) -> Bool {
    objects = category.counts.reduce(0) { $0 + $1.objects * weights[$1.image] }
    guard objects > 0 else { return false }
    follow(category.steps, weights: weights)
    for threshold in points.indices { read(threshold) }
    return true
  }

  /// Goes through the detections, noting where an object is found.
  ///
  /// Copies of a correct detection follow one another and precision rises over them, so only the
  /// last is a point: the earlier ones' recalls have no better precision than its own beyond them.
  private mutating func follow(_ steps: [RankedCategory.Step], weights: [Int]) {
    let thresholds = points.count
    let everyThreshold = UInt16(Judgements.everyThreshold)
    for threshold in 0..<thresholds {
      points[threshold].removeAll(keepingCapacity: true)
      correct[threshold] = 0
      wrong[threshold] = 0
    }
    // Most detections are wrong at every threshold; they are counted once.
    var wrongEverywhere = 0
    for step in steps {
      let weight = weights[step.image]
      guard weight > 0 else { continue }
      guard step.wrong != everyThreshold else {
        wrongEverywhere += weight
        continue
      }
      for threshold in 0..<thresholds {
        if step.correct >> threshold & 1 == 1 {
          correct[threshold] += weight
          let found = Double(correct[threshold])
          let all = Double(wrong[threshold] + wrongEverywhere + correct[threshold])
          points[threshold].append(
            Point(
              recall: found / Double(objects), precision: found / (all + Double.ulpOfOne)))
        } else if step.wrong >> threshold & 1 == 1 {
          wrong[threshold] += weight
        }
      }
    }
  }

  /// Reads the precision at every recall, from the last to the first.
  private mutating func read(_ threshold: Int) {
    let start = threshold * recalls.count
    let points = points[threshold]
    recall[threshold] = points.last?.recall ?? 0
    var next = points.count - 1
    var best = 0.0
    for index in recalls.indices.reversed() {
      while next >= 0, points[next].recall >= recalls[index] {
        best = max(best, points[next].precision)
        next -= 1
      }
      precision[start + index] = best
    }
  }
}
