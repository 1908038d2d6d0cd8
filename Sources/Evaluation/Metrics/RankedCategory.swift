/// The detections of one category in one area range over all images, best first: what precision
/// and recall are computed from, for the images as they are or for a sample of them.
struct RankedCategory: Sendable {
  /// A detection that is correct or wrong at some overlap threshold.
  struct Step: Sendable {
    /// The position of its image.
    let image: Int
    /// A bit for each threshold.
    let correct: UInt16
    /// A bit for each threshold.
    let wrong: UInt16
  }

  /// The objects to be found in an image.
  struct Count: Sendable {
    /// The position of the image.
    let image: Int
    let objects: Int
  }

  /// Up to the last correct one: what is wrong after it changes nothing.
  let steps: [Step]
  /// Of the images that have objects.
  let counts: [Count]

  /// Ranks the detections of every category, by position; equal scores stay in the order of the
  /// images.
  ///
  /// Source: `accumulate` in pycocotools, cocoeval.py.
  static func all(
    in images: [ImageMatches], categories: Int
  ) -> [[RankedCategory]] {
    struct Entry {
      let image: Int
      let detection: ImageMatches.Detection
    }
    var entries = Array(repeating: [Entry](), count: categories)
    var counts = Array(
      repeating: Array(repeating: [Count](), count: AreaRange.allCases.count), count: categories)
    for (position, image) in images.enumerated() {
      for cell in image.cells {
        for detection in cell.detections {
          entries[cell.category].append(Entry(image: position, detection: detection))
        }
        for range in AreaRange.allCases.indices where cell.objects[range] > 0 {
          counts[cell.category][range].append(
            Count(image: position, objects: cell.objects[range]))
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
          return Step(image: entry.image, correct: correct, wrong: wrong)
        }
        let end = steps.lastIndex { $0.correct != 0 }.map { $0 + 1 } ?? 0
        steps.removeSubrange(end...)
        return RankedCategory(steps: steps, counts: counts[range.rawValue])
      }
    }
  }
}
