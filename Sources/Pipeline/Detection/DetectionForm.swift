import Files
import JSON
import Text

/// What is written of the detections in images.
public enum DetectionForm: String, Hashable, Sendable, CaseIterable {
  /// The images with the boxes drawn into them.
  case images
  /// `NAME.txt` for each image: lines of class, centre and size as parts of the image, which darknet and
  /// YOLO train and `detector map` measures with; of an image without objects an empty file.
  case yolo
  /// `NAME.xml` for each image, as Pascal VOC has it.
  case voc
  /// `instances.json`, a data set in COCO's form, with scores.
  case coco
  /// `result.json`, as `darknet detector test -out result.json` writes it.
  case darknet

  /// The file for all images together; nil where there is one for each.
  var joint: String? {
    switch self {
    case .images, .yolo, .voc: nil
    case .coco: "instances.json"
    case .darknet: "result.json"
    }
  }
}

extension DetectionReport {
  /// The files of a form: their names, and what is in them.
  ///
  /// - Parameters:
  ///   - names: the class names; empty where they are not known.
  ///   - count: how many classes there are.
  /// - Throws: a `Failure` where names or images do not go together with the form.
  func files(
    _ form: DetectionForm, names: [String], count: Int
  ) throws -> [(name: String, text: String)] {
    switch form {
    case .images: []
    case .yolo: images.map { (DetectionForm.stem(of: $0.path) + ".txt", $0.yoloText) }
    case .voc: images.map { (DetectionForm.stem(of: $0.path) + ".xml", $0.vocText) }
    case .coco:
      [("instances.json", try JSONEncoding.text(COCOInstances(self, names: names, count: count)))]
    case .darknet:
      [("result.json", try JSONEncoding.text(images.enumerated().map(DarknetFrame.init)))]
    }
  }
}

extension DetectionForm {
  /// The name of a file without its ending.
  static func stem(of path: String) -> String {
    let name = Folder.name(of: path)
    guard let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")), dot > name.startIndex else {
      return name
    }
    return String(name[..<dot])
  }
}

extension DetectionReport.Image {
  /// Lines `class x y width height`, parts of the image to six decimals.
  fileprivate var yoloText: String {
    detections.map { object in
      let relative = object.relative(to: self)
      return "\(object.class) "
        + [relative.x, relative.y, relative.width, relative.height].map { fixed($0, 6) }
        .joined(separator: " ") + "\n"
    }.joined()
  }

  /// The document; pixels count from 1, and the last one is within the box.
  fileprivate var vocText: String {
    let objects = detections.map { object in
      let box = object.box.map { Double($0) }
      let edges = [box[0] + 1, box[1] + 1, box[0] + box[2], box[1] + box[3]]
        .map { Int($0.rounded()) }
      let (left, top) = (min(max(edges[0], 1), width), min(max(edges[1], 1), height))
      return """
          <object>
            <name>\(xml(object.label))</name>
            <difficult>0</difficult>
            <bndbox>
              <xmin>\(left)</xmin>
              <ymin>\(top)</ymin>
              <xmax>\(min(max(edges[2], left), width))</xmax>
              <ymax>\(min(max(edges[3], top), height))</ymax>
            </bndbox>
          </object>

        """
    }
    return """
      <annotation>
        <filename>\(xml(Folder.name(of: path)))</filename>
        <size>
          <width>\(width)</width>
          <height>\(height)</height>
          <depth>3</depth>
        </size>
      \(objects.joined())</annotation>

      """
  }

  /// A text as XML has it.
  private func xml(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { result, scalar in
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      // XML 1.0 has no other control characters.
      case "\u{0}"..<" ": result += " "
      default: result.unicodeScalars.append(scalar)
      }
    }
  }
}

/// A box as parts of the image's sides: its centre and its size.
struct RelativeBox: Codable {
  let x: Double
  let y: Double
  let width: Double
  let height: Double

  private enum CodingKeys: String, CodingKey {
    case x = "center_x"
    case y = "center_y"
    case width, height
  }
}

extension DetectionReport.Object {
  func relative(to image: DetectionReport.Image) -> RelativeBox {
    let box = box.map { Double($0) }
    let (width, height) = (Double(image.width), Double(image.height))
    return RelativeBox(
      x: (box[0] + box[2] / 2) / width, y: (box[1] + box[3] / 2) / height, width: box[2] / width,
      height: box[3] / height)
  }
}

/// An image as darknet's `-out` has it.
private struct DarknetFrame: Codable {
  struct Object: Codable {
    let classID: Int
    let name: String
    let box: RelativeBox
    let confidence: Float

    private enum CodingKeys: String, CodingKey {
      case classID = "class_id"
      case name
      case box = "relative_coordinates"
      case confidence
    }
  }

  let frame: Int
  let file: String
  let objects: [Object]

  private enum CodingKeys: String, CodingKey {
    case frame = "frame_id"
    case file = "filename"
    case objects
  }

  init(_ position: Int, _ image: DetectionReport.Image) {
    frame = position + 1
    file = image.path
    objects = image.detections.map {
      Object(
        classID: $0.class, name: $0.label, box: $0.relative(to: image), confidence: $0.score)
    }
  }
}

/// A data set in COCO's form, whose annotations are what was found.
private struct COCOInstances: Codable {
  struct Image: Codable {
    let id: Int
    let fileName: String
    let width: Int
    let height: Int

    private enum CodingKeys: String, CodingKey {
      case id
      case fileName = "file_name"
      case width, height
    }
  }

  struct Annotation: Codable {
    let id: Int
    let image: Int
    let category: Int
    let box: [Float]
    let area: Float
    let isCrowd: Int
    let score: Float

    private enum CodingKeys: String, CodingKey {
      case id
      case image = "image_id"
      case category = "category_id"
      case box = "bbox"
      case area
      case isCrowd = "iscrowd"
      case score
    }
  }

  struct Category: Codable {
    let id: Int
    let name: String
  }

  var images: [Image] = []
  var annotations: [Annotation] = []
  let categories: [Category]

  /// Images and annotations are numbered from 1 in their order, categories from 1 in that of the classes.
  init(_ report: DetectionReport, names: [String], count: Int) {
    categories = (0..<count).map {
      Category(id: $0 + 1, name: names.indices.contains($0) ? names[$0] : "\($0)")
    }
    for (position, image) in report.images.enumerated() {
      images.append(
        Image(
          id: position + 1, fileName: Folder.name(of: image.path), width: image.width,
          height: image.height))
      for object in image.detections {
        annotations.append(
          Annotation(
            id: annotations.count + 1, image: position + 1, category: object.class + 1,
            box: object.box, area: object.box[2] * object.box[3], isCrowd: 0,
            score: object.score))
      }
    }
  }
}
