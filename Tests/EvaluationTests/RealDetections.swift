import Evaluation
import Foundation
import TestSupport

/// What yolov4-tiny finds in the evaluation pictures.
enum RealDetections {
  /// The best 100 detections of each picture with a score above 0.001.
  static func results(truth: GroundTruth) throws -> ResultSet {
    let pictures = try Fixtures.folder("coco/evaluation")
    let model = try Fixtures.folder("models/yolov4-tiny")
    let mapping = try ClassMapping(classCount: 80, labels: [], categories: truth.categories)
    let names = truth.images.compactMap(\.fileName)
    let outcome = try WorkFolder().darkroom(
      ["detect", model.file("yolov4-tiny.cfg"), "--threshold", "0.001", "--json", "--quiet"]
        + names.map { pictures.file($0) })
    let document = try JSONDocument(outcome.output)
    guard case .array(let images)? = document["images"] else {
      throw PeerFailure(errors: outcome.errors)
    }
    var results = ResultSet()
    for (image, found) in zip(truth.images, images) {
      for object in found["detections"]?.elements.prefix(100) ?? [] {
        guard let index = object["class"]?.number, let score = object["score"]?.number,
          let categoryID = mapping.category(ofClass: Int(index))?.id,
          let sides = object["box"]?.elements.compactMap(\.number), sides.count == 4
        else { continue }
        let box = ObjectBox(x: sides[0], y: sides[1], width: sides[2], height: sides[3])
        results.boxes.append(
          ScoredBox(imageID: image.id, categoryID: categoryID, box: box, score: score))
      }
    }
    return results
  }
}

extension CommandLineTool {
  /// Whether the program is there.
  static let isBuilt = FileManager.default.isExecutableFile(atPath: path)
}
