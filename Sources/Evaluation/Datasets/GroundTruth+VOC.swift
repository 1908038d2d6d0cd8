import Text

extension GroundTruth {
  /// Reads annotations of Pascal VOC: a folder with an XML file for each image.
  ///
  /// Boxes are taken as VOC defines them: pixels count from 1, the last is within, so a box from
  /// 1 to 10 is 10 wide and begins at 0. An object that is `difficult` is ignored. Images are
  /// numbered from 1 in the order of the XML files, categories from 1; areas are those of the boxes.
  ///
  /// - Parameters:
  ///   - folder: the folder of the `.xml` files.
  ///   - names: the names of the classes in order; when empty, those of the objects, sorted.
  /// - Throws: `DatasetError` when the folder or a file cannot be read, there are no such files, or
  ///   something in them is wrong; all of it at once.
  public init(voc folder: String, names: [String] = []) throws(DatasetError) {
    let files = try TextFile.names(in: folder).filter { $0.lowercased().hasSuffix(".xml") }
    guard !files.isEmpty else { throw .unusable(source: folder, reason: "holds no .xml files") }
    var problems = DatasetProblems()
    var annotations: [VOCAnnotation] = []
    for name in files {
      let bytes = try TextFile.bytes("\(folder)/\(name)")
      do throws(MarkupError) {
        let root = try MarkupReader.root(of: bytes)
        if let annotation = VOCAnnotation(root, name: name, &problems) {
          annotations.append(annotation)
        }
      } catch { problems.add("\(name):\(error.line)", error.message) }
    }
    let found = Set(annotations.flatMap { $0.objects.map(\.name) })
    let classes =
      names.isEmpty
      ? found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) } : names
    let ids = Dictionary(zip(classes, 1...)) { first, _ in first }
    var objects: [Object] = []
    for (position, annotation) in annotations.enumerated() {
      for object in annotation.objects {
        guard let categoryID = ids[object.name] else {
          // An object without a name is a problem already.
          if !object.name.isEmpty {
            problems.add(object.place, "'\(object.name.prefix(40))' is not among the class names")
          }
          continue
        }
        objects.append(
          Object(
            id: objects.count + 1, imageID: position + 1, categoryID: categoryID, box: object.box,
            area: object.box.area, treatment: object.isDifficult ? .ignored : .counted))
      }
    }
    try problems.check(folder)
    self.init(
      images: annotations.enumerated().map { Image(id: $0 + 1, fileName: $1.fileName) },
      categories: classes.enumerated().map { Category(id: $0 + 1, name: $1) }, objects: objects)
  }
}
