import Evaluation
import Text
import Vision

/// What of the detections of `detect` is shown.
struct DetectionInput: Decodable, Sendable {
  /// The model; nil when it is not told.
  var model: ModelRecord?
  /// The pictures in the order they were given.
  var images: [Image]

  /// One picture.
  struct Image: Decodable, Sendable {
    var path: String
    var width: Int
    var height: Int
    var detections: [Object]
  }

  /// One object.
  struct Object: Decodable, Sendable {
    var `class`: Int
    var label: String
    var score: Double
    var box: [Double]
  }

  /// Itself, when sizes and boxes are what they should be.
  func checked() throws(InputProblem) -> DetectionInput {
    for (index, image) in images.enumerated() {
      guard image.width > 0, image.height > 0 else {
        throw InputProblem(
          "images.\(index): \(image.width) x \(image.height) is no size of a picture")
      }
      for (number, object) in image.detections.enumerated() where object.box.count != 4 {
        throw InputProblem(
          "images.\(index).detections.\(number): the box has \(object.box.count) numbers, where "
            + "left, top, width, height are needed")
      }
    }
    return self
  }
}

extension DetectionInput.Object {
  /// Where it is; of no size where that is not told.
  var rectangle: Box {
    guard box.count == 4 else { return Box(x: 0, y: 0, width: 0, height: 0) }
    return Box(x: Float(box[0]), y: Float(box[1]), width: Float(box[2]), height: Float(box[3]))
  }

  /// The name and the score.
  var text: String { "\(label) \(Figure.fixed(score, 2))" }
}
