/// COCO's twelve metrics, each 0 to 1, or -1 where there are no objects of the size.
public struct DetectionMetrics: Hashable, Sendable, Codable {
  /// Average precision over overlaps of 0.5 to 0.95.
  public var ap: Double
  /// Average precision at an overlap of 0.5.
  public var ap50: Double
  /// Average precision at an overlap of 0.75.
  public var ap75: Double
  /// `ap` of small objects; see `AreaRange`.
  public var apSmall: Double
  /// `ap` of medium objects.
  public var apMedium: Double
  /// `ap` of large objects.
  public var apLarge: Double
  /// Average recall over overlaps of 0.5 to 0.95 with one detection for each image and category.
  public var ar1: Double
  /// Average recall with 10 detections.
  public var ar10: Double
  /// Average recall with 100 detections.
  public var ar100: Double
  /// `ar100` of small objects.
  public var arSmall: Double
  /// `ar100` of medium objects.
  public var arMedium: Double
  /// `ar100` of large objects.
  public var arLarge: Double

  /// The metrics in COCO's order.
  static var metrics: [WritableKeyPath<DetectionMetrics, Double>] {
    [
      \.ap, \.ap50, \.ap75, \.apSmall, \.apMedium, \.apLarge, \.ar1, \.ar10, \.ar100, \.arSmall,
      \.arMedium, \.arLarge,
    ]
  }

  /// The metrics of nothing.
  static let none = DetectionMetrics(
    ap: -1, ap50: -1, ap75: -1, apSmall: -1, apMedium: -1, apLarge: -1, ar1: -1, ar10: -1,
    ar100: -1, arSmall: -1, arMedium: -1, arLarge: -1)

  /// The mean of each metric over the categories that have it.
  ///
  /// - Complexity: O(categories). Equal to pycocotools' mean over all numbers, since every
  ///   category has as many.
  static func mean(_ categories: [DetectionMetrics]) -> DetectionMetrics {
    var mean = none
    for metric in metrics {
      let values = categories.map { $0[keyPath: metric] }.filter { $0 > -1 }
      if !values.isEmpty { mean[keyPath: metric] = values.reduce(0, +) / Double(values.count) }
    }
    return mean
  }
}
