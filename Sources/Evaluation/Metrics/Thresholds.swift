/// The overlaps and recalls that average precision is averaged over.
///
/// Source: `Params.setDetParams` in pycocotools, cocoeval.py. The numbers are bit for bit those of
/// numpy's `linspace`.
public enum Thresholds {
  /// The overlaps (IoU) from which a detection matches: 0.5, 0.55 ... 0.95.
  public static let overlap = evenly(10, from: 0.5, to: 0.95)
  /// The recalls at which precision is read: 0, 0.01 ... 1.
  public static let recall = evenly(101, from: 0, to: 1)
  /// How many detections of a category count in an image, at most.
  public static let detections = [1, 10, 100]

  /// The positions of 0.5 and 0.75 in `overlap`.
  static let (half, threeQuarters) = (0, 5)

  private static func evenly(_ count: Int, from start: Double, to end: Double) -> [Double] {
    let step = (end - start) / Double(count - 1)
    return (0..<count - 1).map { Double($0) * step + start } + [end]
  }
}

/// The ranges of object size that COCO reports, in pixels of area, bounds included.
///
/// Source: `areaRng` in pycocotools, cocoeval.py.
public enum AreaRange: Int, CaseIterable, Sendable {
  /// Every object: 0 to 1e5 squared.
  case all
  /// 0 to 32 squared.
  case small
  /// 32 squared to 96 squared.
  case medium
  /// 96 squared to 1e5 squared.
  case large

  /// The bounds.
  public var bounds: ClosedRange<Double> {
    switch self {
    case .all: 0...1e10
    case .small: 0...1024
    case .medium: 1024...9216
    case .large: 9216...1e10
    }
  }
}

/// One bit for each area range and overlap threshold: range * 10 + threshold.
///
/// 40 bits, so that any reader of JSON can hold them.
struct Judgements: Hashable, Sendable {
  static let thresholds = 10
  /// All thresholds of one range.
  static let everyThreshold: UInt64 = (1 << 10) - 1
  /// All thresholds of all ranges.
  static let everything: UInt64 = (1 << 40) - 1

  var bits: UInt64 = 0

  /// The thresholds of a range, the lowest first.
  func thresholds(in range: AreaRange) -> UInt16 {
    UInt16(truncatingIfNeeded: bits >> (range.rawValue * Judgements.thresholds))
      & UInt16(truncatingIfNeeded: Judgements.everyThreshold)
  }
}
