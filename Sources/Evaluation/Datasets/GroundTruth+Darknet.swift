import Files
import Graph
import Text
import Vision

extension GroundTruth {
  /// Reads labels as darknet and YOLO have them: for each image `NAME.jpg` a file `NAME.txt` with
  /// a line `class x y width height` for each object, centre and size as parts of the image's.
  ///
  /// Images are those of a folder or, where it has none, of the folders in it; their labels lie in
  /// the same folders of the other one.
  ///
  /// - Parameters:
  ///   - labels: the folder of the `.txt` files.
  ///   - images: the folder of the images; it may be the same one.
  ///   - names: the names of the classes.
  ///   - input: what the network takes that tensors among the images are for; nil where none are.
  /// - Throws: `DatasetError` as the other initializer, and where a folder cannot be read.
  public init(
    darknetLabels labels: String, images: String, names: [String], input: InputContract? = nil
  ) throws(DatasetError) {
    let files: [String]
    do throws(FileError) {
      // A folder without labels is one that is not there.
      _ = try Folder.names(in: labels)
      files = try InputFiles.names(in: images)
    } catch { throw .file(error) }
    guard !files.isEmpty else {
      throw .unusable(source: images, reason: "holds no images")
    }
    let pairs = files.map { DarknetImage(name: $0, images: images, labels: labels) }
    guard pairs.contains(where: { $0.labels != nil }) else {
      throw .unusable(
        source: labels,
        reason: "holds no .txt file with the name of an image of \(images); is it the folder of "
          + "the labels?")
    }
    try self.init(darknet: pairs, source: labels, names: names, input: input)
  }

  /// Reads the labels of images.
  ///
  /// Images without a file of labels, see `unlabelled`, or with an empty one, have no objects. Images
  /// are numbered from 1 in the order given, categories from 1 in the order of the classes; areas are
  /// those of the boxes. An image is decoded for its size where it has objects.
  ///
  /// - Parameters:
  ///   - source: what errors call all of them.
  ///   - names: the names of the classes.
  ///   - input: what the network takes that tensors among the images are for; nil where none are.
  /// - Throws: `DatasetError` when a file or image cannot be read, no image has labels, two have the
  ///   same, or lines are wrong; all wrong lines at once.
  public init(
    darknet pairs: [DarknetImage], source: String, names: [String], input: InputContract? = nil
  ) throws(DatasetError) {
    guard pairs.contains(where: { $0.labels != nil }) else {
      throw .unusable(
        source: source,
        reason:
          "none of its \(counted(pairs.count, "image")) has labels; they are NAME.txt in the path "
          + "with the last folder images or JPEGImages called labels, or beside the image")
    }
    var owners: [String: String] = [:]
    var problems = DatasetProblems()
    var objects: [Object] = []
    var unlabelled: [String] = []
    for (position, pair) in pairs.enumerated() {
      let name = DarknetImage.labelName(of: pair.name)
      if let other = owners.updateValue(pair.name, forKey: name) {
        problems.add(
          pair.name, "has the same labels as \(other); let images differ in their names")
      }
      guard let labels = pair.labels else {
        unlabelled.append(pair.name)
        continue
      }
      let lines = DarknetLabels(
        try TextFile.bytes(labels), name: name, classes: names.count, &problems)
      guard !lines.boxes.isEmpty else { continue }
      let image: InputSource
      do throws(ImageError) {
        image = try InputSource(contentsOf: pair.path, for: input)
      } catch { throw .image(error) }
      for (label, box) in lines.boxes(width: image.width, height: image.height) {
        objects.append(
          Object(
            id: objects.count + 1, imageID: position + 1, categoryID: label + 1, box: box,
            area: box.area))
      }
    }
    try problems.check(source)
    self.init(
      images: pairs.enumerated().map { Image(id: $0 + 1, fileName: $1.name) },
      categories: names.enumerated().map { Category(id: $0 + 1, name: $1) }, objects: objects)
    self.unlabelled = unlabelled
  }
}
