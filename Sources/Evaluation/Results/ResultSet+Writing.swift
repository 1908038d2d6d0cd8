import Files

extension ResultSet {
  /// The results in COCO's form: one on each line, keys sorted, numbers as short as they read back
  /// the same.
  public var cocoText: String {
    var text = "["
    for (position, entry) in boxes.enumerated() {
      let box = entry.box
      text += position == 0 ? "\n" : ",\n"
      text += "{\"bbox\":[\(box.x),\(box.y),\(box.width),\(box.height)]"
      text += ",\"category_id\":\(entry.categoryID),\"image_id\":\(entry.imageID)"
      text += ",\"score\":\(entry.score)}"
    }
    return text + "\n]\n"
  }

  /// Writes the results in COCO's form.
  ///
  /// - Throws: `DatasetError` when the file cannot be written.
  public func writeCOCO(to path: String) throws(DatasetError) {
    do throws(FileError) {
      var file = try AtomicFile(path: path)
      try file.write(cocoText)
      try file.commit()
    } catch { throw .file(error) }
  }
}
