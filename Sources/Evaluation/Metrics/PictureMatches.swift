/// How the detections in one picture fared; all that the figures need to know of it.
public struct PictureMatches: Hashable, Sendable {
  /// A detection, judged at every overlap threshold in every area range; where it is neither
  /// correct nor wrong, it does not count.
  struct Detection: Hashable, Sendable {
    let score: Double
    var correct = Judgements()
    var wrong = Judgements()
  }

  /// A category that has objects or detections in the picture.
  struct Cell: Hashable, Sendable {
    /// The position among the categories by ascending number.
    let category: Int
    /// The number of objects to be found, in each area range.
    let objects: SIMD4<Int>
    /// The best 100, best first.
    let detections: [Detection]
  }

  /// The picture's number.
  public let imageID: Int
  /// By category.
  let cells: [Cell]
  /// What was taken for what, at the score from which a detection is shown to a user.
  let confusions: [Confusion.Pair]
}
