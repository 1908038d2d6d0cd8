import Graph

/// Non-maximum suppression of planar boxes and scores. Rows that are not used are -1.
enum NonMaximumSuppressionSteps {
  static func build(
    _ suppression: NonMaximumSuppression, _ planner: inout Planner, _ context: NodeContext
  ) throws(EngineError) {
    let boxes = try planner.planar(context.node[.boxes])
    let scores = try planner.planar(context.node[.scores])
    let output = planner.allocate(context.output, interleaved: false)
    let (images, classes, count) = (
      scores.type.shape[0], scores.type.shape[1], scores.type.shape[2]
    )
    let rows = output.type.shape.count
    let step = Step(name: context.node.name, units: 1) { memory, _ in
      let target: UnsafeMutablePointer<Int64> = memory.write(output)
      target.update(repeating: -1, count: rows)
      var next = target
      for image in 0..<images {
        let corners = memory.read(boxes, as: Float.self) + image * count * 4
        for index in 0..<classes {
          let values = memory.read(scores, as: Float.self) + (image * classes + index) * count
          for box in kept(suppression, corners, values, count) {
            next[0] = Int64(image)
            next[1] = Int64(index)
            next[2] = Int64(box)
            next += 3
          }
        }
      }
    }
    planner.append(step, reading: [boxes, scores], writing: [output])
  }

  /// The boxes of one class that stay, best first; of equal scores the earlier box.
  private static func kept(
    _ suppression: NonMaximumSuppression, _ boxes: UnsafePointer<Float>,
    _ scores: UnsafePointer<Float>, _ count: Int
  ) -> [Int] {
    let order = (0..<count).filter { scores[$0] > suppression.threshold }
      .sorted { (scores[$1], $0) < (scores[$0], $1) }
    var kept: [Int] = []
    for box in order where kept.count < suppression.limit {
      let isCovered = kept.contains { other in
        overlap(boxes + 4 * box, boxes + 4 * other, suppression.coding) > suppression.overlap
      }
      if !isCovered { kept.append(box) }
    }
    return kept
  }

  /// Intersection over union; 0 for boxes without area. Of two corners either may come first.
  private static func overlap(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ coding: BoxCoding
  ) -> Float {
    func ends(_ box: UnsafePointer<Float>, _ axis: Int) -> (low: Float, high: Float) {
      switch coding {
      case .centers: (box[axis] - box[axis + 2] / 2, box[axis] + box[axis + 2] / 2)
      case .corners: (min(box[axis], box[axis + 2]), max(box[axis], box[axis + 2]))
      }
    }
    func area(_ box: UnsafePointer<Float>) -> Float {
      switch coding {
      case .centers: box[2] * box[3]
      case .corners: abs(box[2] - box[0]) * abs(box[3] - box[1])
      }
    }
    func common(_ axis: Int) -> Float {
      let (one, other) = (ends(a, axis), ends(b, axis))
      return max(0, min(one.high, other.high) - max(one.low, other.low))
    }
    let shared = common(0) * common(1)
    let (areaA, areaB) = (area(a), area(b))
    guard areaA > 0, areaB > 0, shared > 0 else { return 0 }
    return shared / (areaA + areaB - shared)
  }
}
