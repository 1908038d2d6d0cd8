import Evaluation
import TestSupport

/// Images with objects and detections.
struct SyntheticSet: Sendable {
  var truth: GroundTruth
  var results: ResultSet

  /// A set of everything that may happen, the same for the same seed: objects of all sizes, crowds,
  /// empty images and categories, equal scores, equal overlaps, hundreds of detections.
  static func random(seed: UInt64) -> SyntheticSet {
    var source = SyntheticSource(seed: seed)
    return source.set()
  }

  /// The metrics of everything.
  var evaluation: DetectionEvaluation {
    DetectionEvaluation(EvaluationShard(truth: truth, results: results))
  }

  /// The set with a score of its own for each detection; where images are drawn more than once, the
  /// order of equal ones depends on which copy is meant.
  var withDifferentScores: SyntheticSet {
    var set = self
    for index in set.results.boxes.indices {
      set.results.boxes[index].score = Double(index) / Double(set.results.boxes.count)
    }
    return set
  }

  /// Writes both files.
  func write(to folder: WorkFolder, name: String) throws -> (truth: String, results: String) {
    let truth = try folder.file("\(name)-truth.json", truth.cocoText).path
    let results = folder.path("\(name)-results.json")
    try self.results.writeCOCO(to: results)
    return (truth, results)
  }
}

extension GroundTruth {
  /// An instances file with what pycocotools needs.
  var cocoText: String {
    let images = images.map { #"{"id":\#($0.id),"file_name":"\#($0.fileName ?? "\($0.id).jpg")"}"# }
    let categories = categories.map { #"{"id":\#($0.id),"name":"\#($0.name)"}"# }
    let objects = objects.map { object in
      let box = object.box
      return
        #"{"id":\#(object.id),"image_id":\#(object.imageID),"category_id":\#(object.categoryID),"#
        + #""bbox":[\#(box.x),\#(box.y),\#(box.width),\#(box.height)],"area":\#(object.area),"#
        + #""iscrowd":\#(object.treatment == .crowd ? 1 : 0),"segmentation":[[1,2.5,3e0,4]]}"#
    }
    return #"{"info":{"year":2026},"annotations":[\#(objects.joined(separator: ",\n"))],"#
      + #""images":[\#(images.joined(separator: ","))],"#
      + #""categories":[\#(categories.joined(separator: ","))]}"#
  }
}
