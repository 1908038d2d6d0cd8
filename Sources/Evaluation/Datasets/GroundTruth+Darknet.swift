import Files
import Text
import Vision

extension GroundTruth {
  /// Reads labels as darknet and YOLO have them: for each picture `NAME.jpg` a file `NAME.txt` with
  /// a line `class x y width height` for each object, centre and size as parts of the picture's.
  ///
  /// Pictures without such a file, or with an empty one, have no objects. Pictures are numbered
  /// from 1 in the order of their names, categories from 1 in the order of the classes; areas are
  /// those of the boxes. A picture is decoded for its size where it has objects.
  ///
  /// - Parameters:
  ///   - labels: the folder of the `.txt` files.
  ///   - pictures: the folder of the JPEG and PNG files; it may be the same one.
  ///   - names: the names of the classes.
  /// - Throws: `DatasetError` when a folder, file or picture cannot be read, there are no pictures or
  ///   no labels for them, or lines are wrong; all wrong lines at once.
  public init(
    darknetLabels labels: String, pictures: String, names: [String]
  ) throws(DatasetError) {
    let files = try TextFile.names(in: pictures).filter { PictureFormat(path: $0) != nil }
    guard !files.isEmpty else {
      throw .unusable(source: pictures, reason: "holds no JPEG or PNG pictures")
    }
    let present = Set(try TextFile.names(in: labels))
    var stems: [String: String] = [:]
    var problems = DatasetProblems()
    var objects: [Object] = []
    var isLabelled = false
    for (position, file) in files.enumerated() {
      let stem = TextFile.stem(file)
      if let other = stems.updateValue(file, forKey: stem) {
        problems.add(file, "has the same labels as \(other); let pictures differ in their names")
      }
      let name = stem + ".txt"
      guard present.contains(name) else { continue }
      isLabelled = true
      let lines = DarknetLabels(
        try TextFile.bytes("\(labels)/\(name)"), name: name, classes: names.count, &problems)
      guard !lines.boxes.isEmpty else { continue }
      let picture: Picture
      do throws(PictureError) {
        picture = try Picture(contentsOf: "\(pictures)/\(file)")
      } catch { throw .picture(error) }
      for (label, box) in lines.boxes(width: picture.width, height: picture.height) {
        objects.append(
          Object(
            id: objects.count + 1, imageID: position + 1, categoryID: label + 1, box: box,
            area: box.area))
      }
    }
    guard isLabelled else {
      throw .unusable(
        source: labels,
        reason: "holds no .txt file with the name of a picture of \(pictures); is it the folder of "
          + "the labels?")
    }
    try problems.check(labels)
    self.init(
      images: files.enumerated().map { Image(id: $0 + 1, fileName: $1) },
      categories: names.enumerated().map { Category(id: $0 + 1, name: $1) }, objects: objects)
  }
}
