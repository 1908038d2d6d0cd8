import Text

extension ResultSet {
  /// Reads results in COCO's form: a list of `{image_id, category_id, bbox, score}`.
  ///
  /// - Parameter truth: what the results are judged by.
  /// - Throws: `DatasetError` when the file cannot be read, is no JSON or no list, or has wrong
  ///   entries: missing keys, texts for numbers, NaN, negative sizes, pictures or categories that
  ///   the ground truth does not have; all of them at once.
  public init(coco path: String, truth: GroundTruth) throws(DatasetError) {
    let images = Set(truth.images.map(\.id))
    let categories = Set(truth.categories.map(\.id))
    let keys = ["image_id", "category_id", "bbox", "score"]
    var boxes: [ScoredBox] = []
    var problems = DatasetProblems()
    var isList = true
    try JSONFile.read(path) { reader throws(JSONSyntaxError) in
      isList = reader.peek() == UInt8(ascii: "[")
      guard isList else { return try reader.skip() }
      var position = 0
      try reader.array { reader throws(JSONSyntaxError) in
        let record = try JSONRecord(from: &reader, place: "results[\(position)]", keys: keys)
        position += 1
        guard record.isObject(&problems), let box = ScoredBox(record, &problems) else { return }
        if !images.contains(box.imageID) {
          problems.add(
            record.place, "its image_id \(box.imageID) is not among the annotated pictures")
        }
        if !categories.contains(box.categoryID) {
          problems.add(
            record.place, "its category_id \(box.categoryID) is not among the categories")
        }
        boxes.append(box)
      }
    }
    guard isList else {
      throw .unusable(
        source: path,
        reason: "is no list of results {image_id, category_id, bbox, score}; is it something else?")
    }
    try problems.check(path)
    self.init(boxes)
  }
}

extension ScoredBox {
  fileprivate init?(_ record: JSONRecord, _ problems: inout DatasetProblems) {
    let imageID = record.whole("image_id", &problems)
    let categoryID = record.whole("category_id", &problems)
    let box = record.box(&problems)
    let score = record.number("score", &problems)
    guard let imageID, let categoryID, let box, let score else { return nil }
    self.init(imageID: imageID, categoryID: categoryID, box: box, score: score)
  }
}
