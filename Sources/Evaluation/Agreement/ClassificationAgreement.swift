/// How far two classifiers rank the same classes first.
public struct ClassificationAgreement: Codable, Hashable, Sendable {
  /// How many images were looked at.
  public var images: Int
  /// The part of the images in which both rank the same class first, 0 to 1.
  public var top1: Double
  /// The mean part of A's five first classes that are among B's, 0 to 1; of fewer where there are
  /// fewer.
  public var top5: Double
  /// The mean of B's score less A's, of the class that A ranks first; nil in reports of earlier versions.
  public var scoreShift: Double?

  /// Compares the scores of two models, a list for each image.
  ///
  /// Nil without images. Of equal scores the lower class comes first.
  public init?(reference: [[Float]], found: [[Float]]) {
    guard !reference.isEmpty, reference.count == found.count else { return nil }
    var (same, shared, shift) = (0, 0.0, 0.0)
    for (a, b) in zip(reference, found) {
      let (first, second) = (
        a.bestClasses(ClassificationReport.mostRanks), b.bestClasses(ClassificationReport.mostRanks)
      )
      if first.first == second.first { same += 1 }
      shared += Double(Set(first).intersection(second).count) / Double(max(first.count, 1))
      if let best = first.first, b.indices.contains(best) {
        shift += Double(b[best]) - Double(a[best])
      }
    }
    images = reference.count
    top1 = Double(same) / Double(images)
    top5 = shared / Double(images)
    scoreShift = shift / Double(images)
  }
}
