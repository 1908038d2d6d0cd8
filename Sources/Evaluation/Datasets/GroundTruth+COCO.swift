extension GroundTruth {
  /// Reads a standard COCO `instances_*.json`.
  ///
  /// Of images, `id` and, if there, `file_name` are read; of categories `id` and `name`; of
  /// annotations `id`, `image_id`, `category_id`, `bbox`, `area` and, if there, `iscrowd`. Whatever
  /// else is there, outlines above all, is passed over.
  ///
  /// - Throws: `DatasetError` when the file cannot be read, is no JSON, has not the three lists, or
  ///   has wrong entries: missing keys, texts for numbers, NaN, negative sizes, pictures or
  ///   categories that are not listed, numbers used twice; all of them at once.
  public init(coco path: String) throws(DatasetError) {
    var lists = COCOLists()
    try JSONFile.read(path) { reader throws(JSONSyntaxError) in
      guard reader.peek() == UInt8(ascii: "{") else {
        lists.isResults = reader.peek() == UInt8(ascii: "[")
        return try reader.skip()
      }
      try reader.object { reader, key throws(JSONSyntaxError) in try lists.read(key, &reader) }
    }
    self = try lists.truth(source: path)
  }
}
