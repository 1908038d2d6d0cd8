import Vision

/// How far the detections of two models agree.
///
/// In each image and class, B's detections, best first, take the detection of A that they overlap
/// most, by at least 0.5 (IoU).
public struct DetectionAgreement: Codable, Hashable, Sendable {
  /// Detections that both have.
  public var matched = 0
  /// Detections of A that B lacks.
  public var lost = 0
  /// Detections of B that A lacks.
  public var gained = 0
  /// 2 · matched / (2 · matched + lost + gained); nil where neither found anything, which says
  /// nothing.
  public var f1: Double? {
    let all = 2 * matched + lost + gained
    return all > 0 ? Double(2 * matched) / Double(all) : nil
  }
  /// The mean overlap of matched ones; nil where there are none.
  public var meanIoU: Double? { matched > 0 ? overlap / Double(matched) : nil }
  /// The mean of B's scores less A's, of matched ones; nil where there are none.
  public var scoreShift: Double? { matched > 0 ? shift / Double(matched) : nil }

  /// The sum of the overlaps of matched ones.
  private var overlap = 0.0
  /// The sum of B's scores less A's.
  private var shift = 0.0

  /// No detections.
  public init() {}

  /// The sum of the overlaps of matched ones, and that of B's scores less A's.
  public var sums: (overlap: Double, shift: Double) { (overlap, shift) }

  /// An agreement by its counts and sums, which means do not give back to the last bit.
  public init(matched: Int, lost: Int, gained: Int, sums: (overlap: Double, shift: Double)) {
    (self.matched, self.lost, self.gained) = (matched, lost, gained)
    (overlap, shift) = sums
  }

  /// Adds the detections of other images.
  public static func + (a: DetectionAgreement, b: DetectionAgreement) -> DetectionAgreement {
    var sum = a
    sum.matched += b.matched
    sum.lost += b.lost
    sum.gained += b.gained
    sum.overlap += b.overlap
    sum.shift += b.shift
    return sum
  }

  /// Adds a pair.
  mutating func match(overlap: Double, shift: Double) {
    matched += 1
    self.overlap += overlap
    self.shift += shift
  }

  private enum Keys: String, CodingKey { case matched, lost, gained, f1, meanIoU, scoreShift }

  /// More than are ever compared; sums of it do not overflow.
  private static let most = 1 << 40

  /// Reads the form that `encode` writes.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Keys.self)
    matched = try container.decode(Int.self, forKey: .matched)
    lost = try container.decode(Int.self, forKey: .lost)
    gained = try container.decode(Int.self, forKey: .gained)
    guard [matched, lost, gained].allSatisfy({ (0...Self.most).contains($0) }) else {
      throw DecodingError.dataCorruptedError(
        forKey: .matched, in: container,
        debugDescription: "and 'lost' and 'gained' are not counts of 0 to \(Self.most)")
    }
    let count = Double(matched)
    overlap = (try container.decodeIfPresent(Double.self, forKey: .meanIoU) ?? 0) * count
    shift = (try container.decodeIfPresent(Double.self, forKey: .scoreShift) ?? 0) * count
  }

  /// Writes counts and means; what there is not is null.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Keys.self)
    try container.encode(matched, forKey: .matched)
    try container.encode(lost, forKey: .lost)
    try container.encode(gained, forKey: .gained)
    try container.encode(f1, forKey: .f1)
    try container.encode(meanIoU, forKey: .meanIoU)
    try container.encode(scoreShift, forKey: .scoreShift)
  }
}

extension DetectionAgreement {
  /// The overlap (IoU) from which two detections are the same object.
  public static let overlap: Float = 0.5

  /// Compares the detections of two models in one image.
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
