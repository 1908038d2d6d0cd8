/// The detections of one category in one area range over all pictures, best first: what precision
/// and recall are computed from, for the pictures as they are or for a sample of them.
struct RankedCategory: Sendable {
  /// A detection that is correct or wrong at some overlap threshold.
  struct Step: Sendable {
    /// The position of its picture.
    let picture: Int
    /// A bit for each threshold.
    let correct: UInt16
    /// A bit for each threshold.
    let wrong: UInt16
  }

  /// The objects to be found in a picture.
  struct Count: Sendable {
    /// The position of the picture.
    let picture: Int
    let objects: Int
  }

  /// Up to the last correct one: what is wrong after it changes nothing.
  let steps: [Step]
  /// Of the pictures that have objects.
  let counts: [Count]

  /// Ranks the detections of every category, by position; equal scores stay in the order of the
  /// pictures.
  ///
  /// Source: `accumulate` in pycocotools, cocoeval.py.
  static func all(
    in pictures: [PictureMatches], categories: Int
  ) -> [[RankedCategory]] {
    struct Entry {
      let picture: Int
      let detection: PictureMatches.Detection
    }
    var entries = Array(repeating: [Entry](), count: categories)
    var counts = Array(
      repeating: Array(repeating: [Count](), count: AreaRange.allCases.count), count: categories)
    for (position, picture) in pictures.enumerated() {
      for cell in picture.cells {
        for detection in cell.detections {
          entries[cell.category].append(Entry(picture: position, detection: detection))
        }
        for range in AreaRange.allCases.indices where cell.objects[range] > 0 {
          counts[cell.category][range].append(
            Count(picture: position, objects: cell.objects[range]))
        }
      }
    }
    return zip(entries, counts).map { entries, counts in
      let ranked = Matcher.stablySorted(entries) { $0.detection.score > $1.detection.score }
      return AreaRange.allCases.map { range in
        var steps = ranked.compactMap { entry -> Step? in
          let correct = entry.detection.correct.thresholds(in: range)
          let wrong = entry.detection.wrong.thresholds(in: range)
          guard correct | wrong != 0 else { return nil }
          return Step(picture: entry.picture, correct: correct, wrong: wrong)
        }
        let end = steps.lastIndex { $0.correct != 0 }.map { $0 + 1 } ?? 0
        steps.removeSubrange(end...)
        return RankedCategory(steps: steps, counts: counts[range.rawValue])
      }
    }
  }
}
