import Evaluation

extension PrecisionRecall {
  /// Precision at each recall at the overlap nearest to 0.5; nil where there are no objects.
  var atHalf: [Double]? {
    guard let row = overlaps.indices.min(by: { abs(overlaps[$0] - 0.5) < abs(overlaps[$1] - 0.5) }),
      precision[row].allSatisfy({ $0 >= 0 })
    else { return nil }
    return precision[row]
  }

  /// The mean over all overlaps; nil where there are no objects.
  var mean: [Double]? {
    guard !precision.isEmpty, precision.allSatisfy({ $0.allSatisfy { $0 >= 0 } }) else {
      return nil
    }
    return recalls.indices.map { recall in
      precision.reduce(0) { $0 + $1[recall] } / Double(precision.count)
    }
  }
}
