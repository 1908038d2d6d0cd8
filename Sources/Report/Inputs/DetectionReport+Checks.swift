import Pipeline
import Vision

extension DetectionReport {
  /// Itself, when sizes and boxes are what they should be.
  func checked() throws(InputProblem) -> DetectionReport {
    for (index, image) in images.enumerated() {
      guard image.width > 0, image.height > 0 else {
        throw InputProblem(
          "images.\(index): \(image.width) x \(image.height) is no size of an image")
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

extension DetectionReport.Object {
  /// Where it is; of no size where that is not told.
  var rectangle: Box {
    guard box.count == 4 else { return Box(x: 0, y: 0, width: 0, height: 0) }
    return Box(x: box[0], y: box[1], width: box[2], height: box[3])
  }

  /// The name and the score.
  var text: String { "\(label) \(Formatting.fixed(Double(score), 2))" }
}
