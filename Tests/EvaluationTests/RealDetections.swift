import Evaluation
import Foundation
import TestSupport

/// What yolov4-tiny finds in the evaluation images.
enum RealDetections {
  /// What `detect --json` prints.
  private struct Report: Decodable {
    struct Object: Decodable {
      let `class`: Int
      let score: Double
      let box: [Double]
    }
    struct Image: Decodable { let detections: [Object] }
    let images: [Image]
  }

  /// The best 100 detections of each image with a score above 0.001.
  static func results(truth: GroundTruth) throws -> ResultSet {
    let images = try Fixtures.folder("coco/evaluation")
    let model = try Fixtures.folder("models/yolov4-tiny")
    let mapping = try ClassMapping(classCount: 80, labels: [], categories: truth.categories)
    let names = truth.images.compactMap(\.fileName)
    let outcome = try WorkFolder().darkroom(
      ["detect", model.file("yolov4-tiny.cfg"), "--threshold", "0.001", "--json", "--quiet"]
        + names.map { images.file($0) })
    guard let report = try? JSONDecoder().decode(Report.self, from: Data(outcome.output.utf8))
    else { throw PeerFailure(errors: outcome.errors) }
    var results = ResultSet()
    for (image, found) in zip(truth.images, report.images) {
      for object in found.detections.prefix(100) {
        guard let categoryID = mapping.category(ofClass: object.class)?.id else { continue }
        let box = ObjectBox(
          x: object.box[0], y: object.box[1], width: object.box[2], height: object.box[3])
        results.boxes.append(
          ScoredBox(imageID: image.id, categoryID: categoryID, box: box, score: object.score))
      }
    }
    return results
  }
}

extension CommandLineTool {
  /// Whether the program is there.
  static let isBuilt = FileManager.default.isExecutableFile(atPath: path)
}
