extension Confusion {
  private static let overlap = 0.5

  /// What was taken for what in one picture.
  static func pairs(_ objects: [PlacedObject], _ detections: [PlacedDetection]) -> [Pair] {
    let ranked = Matcher.stablySorted(detections) { $0.score > $1.score }
    var taken = Array(repeating: false, count: objects.count)
    var pairs: [Pair] = []
    var rest: [PlacedDetection] = []
    for detection in ranked {
      let own = best(for: detection, in: objects) { index in
        objects[index].category == detection.category && !objects[index].isShared && !taken[index]
      }
      if let own {
        taken[own] = true
        pairs.append(Pair(truth: detection.category, found: detection.category))
        continue
      }
      let ignored = best(for: detection, in: objects) { index in
        objects[index].category == detection.category && objects[index].isShared
      }
      if ignored == nil { rest.append(detection) }
    }
    for detection in rest {
      let other = best(for: detection, in: objects) { index in
        objects[index].category != detection.category && !objects[index].isShared && !taken[index]
      }
      if let other { taken[other] = true }
      pairs.append(Pair(truth: other.map { objects[$0].category }, found: detection.category))
    }
    for (index, object) in objects.enumerated() where !taken[index] && !object.isShared {
      pairs.append(Pair(truth: object.category, found: nil))
    }
    return pairs
  }

  private static func best(
    for detection: PlacedDetection, in objects: [PlacedObject], where isEligible: (Int) -> Bool
  ) -> Int? {
    var found: Int?
    var most = overlap
    for (index, object) in objects.enumerated() where isEligible(index) {
      let overlap = object.overlap(with: detection.box)
      if overlap >= most {
        most = overlap
        found = index
      }
    }
    return found
  }
}
