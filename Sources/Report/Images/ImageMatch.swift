import Pipeline
import Vision

/// Which detections of two models in one image are the same.
///
/// The second's detections, best first, take the detection of the first of their class that they
/// overlap most, by at least 0.5 (IoU), as `compare` does it.
struct ImageMatch {
  /// For each detection of the first, whether the second has it.
  private(set) var first: [Bool]
  /// For each detection of the second, whether the first has it.
  private(set) var second: [Bool]

  /// Detections that only one of them has.
  var differences: Int { (first + second).count { !$0 } }

  /// Matches detections.
  init(_ one: [DetectionReport.Object], _ other: [DetectionReport.Object]) {
    first = Array(repeating: false, count: one.count)
    second = Array(repeating: false, count: other.count)
    let order = other.indices.sorted {
      other[$0].score == other[$1].score ? $0 < $1 : other[$0].score > other[$1].score
    }
    for index in order {
      var best: (index: Int, overlap: Float)?
      for candidate in one.indices where !first[candidate] {
        guard one[candidate].class == other[index].class else { continue }
        let overlap = one[candidate].rectangle.intersectionOverUnion(other[index].rectangle)
        if overlap >= 0.5, overlap > best?.overlap ?? 0 { best = (candidate, overlap) }
      }
      guard let best else { continue }
      first[best.index] = true
      second[index] = true
    }
  }
}
