import Graph

extension Head {
  /// The values darknet stores for each box before the class scores.
  var entriesBeforeClasses: Int {
    if case .gaussianYolo = kind { 9 } else { 5 }
  }

  /// The size of the head's tensor for one image, or nil when the description is malformed.
  var valueCount: Int? {
    guard classes >= 0, classes <= 1 << 24 else { return nil }
    if case .detection(let side, let boxes, _, _) = kind {
      guard boxes >= 0, boxes <= 1 << 24 else { return nil }
      return Self.product([side, side, boxes * 5 + classes])
    }
    return Self.product([anchors.count, entriesBeforeClasses + classes, gridHeight, gridWidth])
  }

  private static func product(_ factors: [Int]) -> Int? {
    var product = 1
    for factor in factors {
      guard factor > 0 else { return nil }
      let (next, overflow) = product.multipliedReportingOverflow(by: factor)
      guard !overflow else { return nil }
      product = next
    }
    return product
  }
}
