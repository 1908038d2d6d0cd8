import TestSupport

/// An object as `detect --json` tells it.
struct FoundObject: Hashable {
  let label: String
  let index: Int
  let score: Double
  let box: [Double]

  init?(_ json: JSONDocument) {
    guard let label = json["label"]?.string, let index = json["class"]?.number,
      let score = json["score"]?.number, let box = json["box"]?.elements.compactMap(\.number),
      box.count == 4
    else { return nil }
    (self.label, self.index, self.score, self.box) = (label, Int(index), score, box)
  }

  /// The objects of one image of a run.
  static func all(in output: String, image: Int = 0) throws -> [FoundObject] {
    try JSONDocument(output)["images"]?[image]?["detections"]?.elements
      .compactMap(FoundObject.init) ?? []
  }

  /// Intersection over union with a box given as left, top, width, height.
  func overlap(_ other: [Double]) -> Double {
    let width = min(box[0] + box[2], other[0] + other[2]) - max(box[0], other[0])
    let height = min(box[1] + box[3], other[1] + other[3]) - max(box[1], other[1])
    let common = max(width, 0) * max(height, 0)
    return common / (box[2] * box[3] + other[2] * other[3] - common)
  }

  /// Whether two runs tell the same, up to float rounding of the last steps.
  func agrees(with other: FoundObject) -> Bool {
    index == other.index && abs(score - other.score) < 1e-4
      && zip(box, other.box).allSatisfy { abs($0 - $1) < 0.05 }
  }
}
