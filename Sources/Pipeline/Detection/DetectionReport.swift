import Evaluation
import Text
import Vision

/// What `detect` found; the JSON form is stable, a new key may be added.
public struct DetectionReport: Codable, Hashable, Sendable {
  /// One object.
  public struct Object: Codable, Hashable, Sendable {
    /// The class index.
    public var `class`: Int
    /// The class name; the index as text where there is none.
    public var label: String
    /// Objectness times class score, 0 to 1.
    public var score: Float
    /// Left, top, width, height in pixels of the original image.
    public var box: [Float]
  }

  /// One image.
  public struct Image: Codable, Hashable, Sendable {
    /// The file as the caller named it.
    public var path: String
    /// In pixels, after the orientation in the file was applied.
    public var width: Int
    /// In pixels.
    public var height: Int
    /// The objects, best first.
    public var detections: [Object]
  }

  /// The version of this form.
  public var schemaVersion = 1
  /// What found the objects; nil when it was not asked for.
  public var model: ModelRecord?
  /// The images in the order they were given.
  public var images: [Image]

  /// For people.
  public var table: Lines {
    images.map { image -> Lines in
      let head: Lines = "\(image.path)  \(image.width) x \(image.height)"
      guard !image.detections.isEmpty else { return head + "\n  nothing found" }
      var rows = [["class", "score", "x", "y", "width", "height"]]
      for object in image.detections {
        rows.append(
          [object.label, fixed(Double(object.score), 3)]
            + object.box.map { fixed(Double($0), 1) })
      }
      return head + "\n" + Table(rows, alignment: [.left]).text(indent: 2)
    }.joined()
  }
}

extension DetectionReport.Image {
  /// What was found in an image.
  ///
  /// - Parameter labels: class names by class index.
  public init(_ path: String, _ image: InputSource, _ detections: [Detection], labels: [String]) {
    self.path = path
    width = image.width
    height = image.height
    self.detections = detections.map { detection in
      let index = detection.classIndex
      let box = detection.box
      return DetectionReport.Object(
        class: index, label: labels.indices.contains(index) ? labels[index] : "\(index)",
        score: detection.score, box: [box.x, box.y, box.width, box.height])
    }
  }
}
