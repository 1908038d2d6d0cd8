/// The detections found so far in one image.
struct Candidates {
  let placement: Placement
  let threshold: Float
  private(set) var detections: [Detection] = []

  init(placement: Placement, threshold: Float) {
    self.placement = placement
    self.threshold = threshold
  }

  /// Adds a detection, its box in pixels of the input, if its score is above the threshold.
  mutating func add(
    classIndex: Int, score: Float, centerX: Float, centerY: Float, width: Float, height: Float
  ) {
    guard score > threshold else { return }
    let box = placement.imageBox(
      ofInputBox: Box(
        x: centerX - width / 2, y: centerY - height / 2, width: width, height: height))
    guard box.isFinite else { return }
    detections.append(Detection(classIndex: classIndex, score: score, box: box))
  }
}
