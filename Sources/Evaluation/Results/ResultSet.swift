import Files
import JSON
import Text
import Vision

/// The detections in many images.
public struct ResultSet: Hashable, Sendable {
  /// The detections in the order of the file, which decides between equal scores.
  public var boxes: [ScoredBox]

  /// Creates a set of results.
  public init(_ boxes: [ScoredBox] = []) { self.boxes = boxes }
}

/// A detection as an entry of a results file.
public struct ScoredBox: Hashable, Sendable {
  /// The `GroundTruth.Image.id` of its image.
  public var imageID: Int
  /// Its `GroundTruth.Category.id`.
  public var categoryID: Int
  /// Where it is.
  public var box: ObjectBox
  /// How sure the detector is; only the order matters.
  public var score: Double

  /// Creates a detection.
  public init(imageID: Int, categoryID: Int, box: ObjectBox, score: Double) {
    self.imageID = imageID
    self.categoryID = categoryID
    self.box = box
    self.score = score
  }

  /// A detector's detection.
  public init(_ detection: Detection, imageID: Int, categoryID: Int) {
    self.init(
      imageID: imageID, categoryID: categoryID, box: ObjectBox(detection.box),
      score: Double(detection.score))
  }
}

extension ResultSet {
  /// Reads results in COCO's form: a list of `{image_id, category_id, bbox, score}`.
  ///
  /// - Parameter truth: what the results are judged by.
  /// - Throws: `DatasetError` when the file cannot be read, is no JSON or no list, or has wrong
  ///   entries: missing keys, texts for numbers, NaN, negative sizes, images or categories that
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
            record.place, "its image_id \(box.imageID) is not among the annotated images")
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

extension ResultSet {
  /// The results in COCO's form: one on each line, keys sorted, numbers as short as they read back
  /// the same.
  public var cocoText: String {
    var text = "["
    for (position, entry) in boxes.enumerated() {
      let box = entry.box
      text += position == 0 ? "\n" : ",\n"
      text += "{\"bbox\":[\(box.x),\(box.y),\(box.width),\(box.height)]"
      text += ",\"category_id\":\(entry.categoryID),\"image_id\":\(entry.imageID)"
      text += ",\"score\":\(entry.score)}"
    }
    return text + "\n]\n"
  }

  /// Writes the results in COCO's form.
  ///
  /// - Throws: `DatasetError` when the file cannot be written.
  public func writeCOCO(to path: String) throws(DatasetError) {
    do throws(FileError) {
      var file = try AtomicFile(path: path)
      try file.write(cocoText)
      try file.commit()
    } catch { throw .file(error) }
  }
}
