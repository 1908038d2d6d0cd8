/// What is found when only the best few detections of an image and category count.
///
/// Matching takes the best first, so those of the best 100 stand for the best 1 and 10.
struct FewDetections {
  /// Objects found with one detection, those of all overlap thresholds together.
  private(set) var one = 0
  /// Objects found with ten.
  private(set) var ten = 0

  /// The counts of each category, all sizes.
  static func found(in images: [ImageMatches], categories: Int) -> [FewDetections] {
    var found = Array(repeating: FewDetections(), count: categories)
    for image in images {
      for cell in image.cells {
        for (rank, detection) in cell.detections.prefix(Thresholds.detections[1]).enumerated() {
          let correct = detection.correct.thresholds(in: .all).nonzeroBitCount
          if rank < Thresholds.detections[0] { found[cell.category].one += correct }
          found[cell.category].ten += correct
        }
      }
    }
    return found
  }
}
