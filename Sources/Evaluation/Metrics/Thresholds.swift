/// The overlaps and recalls that average precision is averaged over.
///
/// Source: `Params.setDetParams` in pycocotools, cocoeval.py. The numbers are bit for bit those of
/// numpy's `linspace`.
public enum Thresholds {
  /// The overlaps (IoU) from which a detection matches: 0.5, 0.55 ... 0.95.
  public static let overlap = evenly(10, from: 0.5, to: 0.95)
  /// The recalls at which precision is read: 0, 0.01 ... 1.
  public static let recall = evenly(101, from: 0, to: 1)
  /// How many detections of a category count in a picture, at most.
  public static let detections = [1, 10, 100]

  /// The positions of 0.5 and 0.75 in `overlap`.
  static let (half, threeQuarters) = (0, 5)

  private static func evenly(_ count: Int, from start: Double, to end: Double) -> [Double] {
    let step = (end - start) / Double(count - 1)
    return (0..<count - 1).map { Double($0) * step + start } + [end]
  }
}
