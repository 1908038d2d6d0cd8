import Files
import Text
import Vision

extension GroundTruth {
  /// Reads labels as darknet and YOLO have them: for each image `NAME.jpg` a file `NAME.txt` with
  /// a line `class x y width height` for each object, centre and size as parts of the image's.
  ///
  /// Images without such a file, see `unlabelled`, or with an empty one, have no objects. Images are numbered
  /// from 1 in the order of their names, categories from 1 in the order of the classes; areas are
  /// those of the boxes. An image is decoded for its size where it has objects.
  ///
  /// - Parameters:
  ///   - labels: the folder of the `.txt` files.
  ///   - images: the folder of the JPEG and PNG files; it may be the same one.
  ///   - names: the names of the classes.
  /// - Throws: `DatasetError` when a folder, file or image cannot be read, there are no images or
  ///   no labels for them, or lines are wrong; all wrong lines at once.
  public init(
    darknetLabels labels: String, images: String, names: [String]
  ) throws(DatasetError) {
    let files = try TextFile.names(in: images).filter { ImageFormat(path: $0) != nil }
    guard !files.isEmpty else {
      throw .unusable(source: images, reason: "holds no JPEG or PNG images")
    }
    let present = Set(try TextFile.names(in: labels))
    var stems: [String: String] = [:]
    var problems = DatasetProblems()
    var objects: [Object] = []
    var unlabelled: [String] = []
    for (position, file) in files.enumerated() {
      let stem = TextFile.stem(file)
      if let other = stems.updateValue(file, forKey: stem) {
        problems.add(file, "has the same labels as \(other); let images differ in their names")
      }
      let name = stem + ".txt"
      guard present.contains(name) else {
        unlabelled.append(file)
        continue
      }
      let lines = DarknetLabels(
        try TextFile.bytes("\(labels)/\(name)"), name: name, classes: names.count, &problems)
      guard !lines.boxes.isEmpty else { continue }
      let image: Vision.Image
      do throws(ImageError) {
        image = try Vision.Image(contentsOf: "\(images)/\(file)")
      } catch { throw .image(error) }
      for (label, box) in lines.boxes(width: image.width, height: image.height) {
        objects.append(
          Object(
            id: objects.count + 1, imageID: position + 1, categoryID: label + 1, box: box,
            area: box.area))
      }
    }
    guard unlabelled.count < files.count else {
      throw .unusable(
        source: labels,
        reason: "holds no .txt file with the name of an image of \(images); is it the folder of "
          + "the labels?")
    }
    try problems.check(labels)
    self.init(
      images: files.enumerated().map { Image(id: $0 + 1, fileName: $1) },
      categories: names.enumerated().map { Category(id: $0 + 1, name: $1) }, objects: objects)
    self.unlabelled = unlabelled
  }
}
