/// Precision at 101 recalls for each overlap threshold, all sizes, 100 detections.
public struct PrecisionRecall: Hashable, Sendable, Codable {
  /// The overlaps (IoU), 0.5 to 0.95.
  public var overlaps: [Double]
  /// The recalls, 0 to 1.
  public var recalls: [Double]
  /// For each overlap, for each recall: the best precision there and beyond; 0 where the recall is
  /// not reached; -1 where there are no objects.
  public var precision: [[Double]]

  /// Cuts one category's numbers into rows; nil for a category without objects.
  init(_ numbers: [Double]?) {
    let (overlaps, recalls) = (Thresholds.overlap, Thresholds.recall)
    self.overlaps = overlaps
    self.recalls = recalls
    precision = overlaps.indices.map { overlap in
      recalls.indices.map { numbers?[overlap * recalls.count + $0] ?? -1 }
    }
  }

  /// The mean of the categories that have objects.
  init(meanOf categories: [[Double]]) {
    guard let first = categories.first else {
      self.init(nil)
      return
    }
    var sum = Array(repeating: 0.0, count: first.count)
    for numbers in categories {
      for (index, number) in numbers.enumerated() { sum[index] += number }
    }
    self.init(sum.map { $0 / Double(categories.count) })
  }
}
