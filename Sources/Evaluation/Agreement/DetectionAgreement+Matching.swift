import Vision

extension DetectionAgreement {
  /// The overlap (IoU) from which two detections are the same object.
  public static let overlap: Float = 0.5

  /// Compares the detections of two models in one picture.
  ///
  /// - Parameters:
  ///   - reference: those of A.
  ///   - found: those of B, in any order.
  public init(reference: [Detection], found: [Detection]) {
    self.init()
    var isTaken = reference.map { _ in false }
    for detection in Matcher.stablySorted(found, by: { $0.score > $1.score }) {
      var best: Int?
      var most = DetectionAgreement.overlap
      for (index, other) in reference.enumerated()
      where !isTaken[index] && other.classIndex == detection.classIndex {
        let overlap = other.box.intersectionOverUnion(detection.box)
        if overlap >= most, best == nil || overlap > most { (best, most) = (index, overlap) }
      }
      guard let best else {
        gained += 1
        continue
      }
      isTaken[best] = true
      match(
        overlap: Double(most), shift: Double(detection.score) - Double(reference[best].score))
    }
    lost = isTaken.count { !$0 }
  }
}
