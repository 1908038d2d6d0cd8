/// Matches the detections of one category in one image.
///
/// Source: `evaluateImg` in pycocotools, cocoeval.py. Each detection, best first, takes the object
/// that it overlaps most and that is not taken; ignored objects only where there is no other.
struct CellMatching {
  /// An object that overlaps a detection enough for the lowest threshold.
  private struct Candidate {
    let object: Int
    let overlap: Double
  }

  private let objects: ArraySlice<PlacedObject>
  private let thresholds: [Double]
  /// At which judgements each object is taken.
  private var taken: [UInt64]
  private var candidates: [Candidate] = []

  init(objects: ArraySlice<PlacedObject>) {
    self.objects = objects
    // As pycocotools has it, a perfect overlap meets a threshold of 1.
    thresholds = Thresholds.overlap.map { min($0, 1 - 1e-10) }
    taken = Array(repeating: 0, count: objects.count)
  }

  mutating func cell(
    category: Int, detections: ArraySlice<PlacedDetection>
  ) -> ImageMatches.Cell {
    var counts = SIMD4<Int>()
    for range in AreaRange.allCases {
      counts[range.rawValue] = objects.count { !$0.isIgnored(in: range) }
    }
    let judged = detections.prefix(Thresholds.detections[2]).map { judge($0) }
    return ImageMatches.Cell(category: category, objects: counts, detections: judged)
  }

  private mutating func judge(_ detection: PlacedDetection) -> ImageMatches.Detection {
    findCandidates(of: detection.box)
    var (matched, ignored): (UInt64, UInt64) = (0, 0)
    if !candidates.isEmpty {
      for range in AreaRange.allCases {
        for threshold in thresholds.indices {
          let bit: UInt64 = 1 << (range.rawValue * Judgements.thresholds + threshold)
          guard let index = best(at: thresholds[threshold], range: range, bit: bit) else {
            continue
          }
          let object = objects[objects.startIndex + index]
          taken[index] |= bit
          if object.countsAsMatch { matched |= bit }
          if object.isIgnored(in: range) { ignored |= bit }
        }
      }
    }
    ignored |= detection.outside & ~matched
    return ImageMatches.Detection(
      score: detection.score, correct: Judgements(bits: matched & ~ignored),
      wrong: Judgements(bits: ~matched & ~ignored & Judgements.everything))
  }

  private mutating func findCandidates(of box: ObjectBox) {
    candidates.removeAll(keepingCapacity: true)
    for (index, object) in objects.enumerated() {
      let overlap = object.overlap(with: box)
      if overlap >= thresholds[0] { candidates.append(Candidate(object: index, overlap: overlap)) }
    }
  }

  private func best(at threshold: Double, range: AreaRange, bit: UInt64) -> Int? {
    best(at: threshold, range: range, bit: bit, ignored: false)
      ?? best(at: threshold, range: range, bit: bit, ignored: true)
  }

  /// The candidate with the largest overlap; of equal ones the last.
  private func best(
    at threshold: Double, range: AreaRange, bit: UInt64, ignored: Bool
  ) -> Int? {
    var found: Int?
    var most = threshold
    for candidate in candidates where candidate.overlap >= most {
      let object = objects[objects.startIndex + candidate.object]
      guard object.isIgnored(in: range) == ignored else { continue }
      guard taken[candidate.object] & bit == 0 || object.isShared else { continue }
      most = candidate.overlap
      found = candidate.object
    }
    return found
  }
}
