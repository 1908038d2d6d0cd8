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
