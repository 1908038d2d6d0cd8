/// How far two classifiers rank the same classes first.
public struct ClassificationAgreement: Codable, Hashable, Sendable {
  /// How many images were looked at.
  public var images: Int
  /// The part of the images in which both rank the same class first, 0 to 1.
  public var top1: Double
  /// The mean part of A's five first classes that are among B's, 0 to 1; of fewer where there are
  /// fewer.
  public var top5: Double

  /// Compares the scores of two models, a list for each image.
  ///
  /// Nil without images. Of equal scores the lower class comes first.
  public init?(reference: [[Float]], found: [[Float]]) {
    guard !reference.isEmpty, reference.count == found.count else { return nil }
    var (same, shared) = (0, 0.0)
    for (a, b) in zip(reference, found) {
      let (first, second) = (Self.ranked(a), Self.ranked(b))
      if first.first == second.first { same += 1 }
      shared += Double(Set(first).intersection(second).count) / Double(max(first.count, 1))
    }
    images = reference.count
    top1 = Double(same) / Double(images)
    top5 = shared / Double(images)
  }

  private static func ranked(_ scores: [Float]) -> [Int] {
    Array(scores.indices.sorted { (scores[$1], $0) < (scores[$0], $1) }.prefix(5))
  }
}
