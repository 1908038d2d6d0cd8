import Vision

/// A detection as an entry of a results file.
public struct ScoredBox: Hashable, Sendable {
  /// The `GroundTruth.Image.id` of its picture.
  public var imageID: Int
  /// Its `GroundTruth.Category.id`.
  public var categoryID: Int
  /// Where it is.
  public var box: ObjectBox
  /// How sure the detector is; only the order matters.
  public var score: Double

  /// Creates a detection.
  public init(imageID: Int, categoryID: Int, box: ObjectBox, score: Double) {
    self.imageID = imageID
    self.categoryID = categoryID
    self.box = box
    self.score = score
  }

  /// A detector's detection.
  public init(_ detection: Detection, imageID: Int, categoryID: Int) {
    self.init(
      imageID: imageID, categoryID: categoryID, box: ObjectBox(detection.box),
      score: Double(detection.score))
  }
}
