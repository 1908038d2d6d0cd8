import JSON
import Text

/// The three lists of a COCO annotation file, in whatever order they come.
struct COCOLists {
  /// Whether the file is a list, as results are.
  var isResults = false
  private var images: [GroundTruth.Image]?
  private var categories: [GroundTruth.Category]?
  private var objects: [GroundTruth.Object]?
  /// The positions of the objects in the file.
  private var positions: [Int] = []
  private var problems = DatasetProblems()

  /// Reads the member of the file that has this key.
  mutating func read(_ key: String, _ reader: inout JSONReader) throws(JSONSyntaxError) {
    switch key {
    case "images":
      images = try list(key, ["id", "file_name"], &reader) { record, problems in
        let name: String? =
          if case .text(let text)? = record.optional("file_name") { text } else { nil }
        return record.whole("id", &problems).map { GroundTruth.Image(id: $0, fileName: name) }
      }.map(\.entry)
    case "categories":
      categories = try list(key, ["id", "name"], &reader) { record, problems in
        let (id, name) = (record.whole("id", &problems), record.text("name", &problems))
        guard let id, let name else { return nil }
        return GroundTruth.Category(id: id, name: name)
      }.map(\.entry)
    case "annotations":
      let keys = ["id", "image_id", "category_id", "bbox", "area", "iscrowd"]
      let entries = try list(key, keys, &reader, COCOLists.object)
      objects = entries.map(\.entry)
      positions = entries.map(\.position)
    default: try reader.skip()
    }
  }

  private mutating func list<Entry>(
    _ key: String, _ keys: [String], _ reader: inout JSONReader,
    _ entry: (JSONRecord, inout DatasetProblems) -> Entry?
  ) throws(JSONSyntaxError) -> [(position: Int, entry: Entry)] {
    var entries: [(position: Int, entry: Entry)] = []
    var problems = problems
    var position = 0
    guard reader.peek() == UInt8(ascii: "[") else {
      let found = try reader.value()
      self.problems.add(key, "is \(found), where a list is needed")
      return []
    }
    try reader.array { reader throws(JSONSyntaxError) in
      let record = try JSONRecord(from: &reader, place: "\(key)[\(position)]", keys: keys)
      if record.isObject(&problems), let entry = entry(record, &problems) {
        entries.append((position, entry))
      }
      position += 1
    }
    self.problems = problems
    return entries
  }

  private static func object(
    _ record: JSONRecord, _ problems: inout DatasetProblems
  ) -> GroundTruth.Object? {
    let id = record.whole("id", &problems)
    let imageID = record.whole("image_id", &problems)
    let categoryID = record.whole("category_id", &problems)
    let box = record.box(&problems)
    var area = record.number("area", &problems)
    if let found = area, found < 0 {
      problems.add(record.place, "'area' is \(found), where 0 or more pixels are needed")
      area = nil
    }
    let treatment: GroundTruth.Object.Treatment?
    switch record.optional("iscrowd") {
    case nil, .integer(0)?, .boolean(false)?: treatment = .counted
    case .integer(1)?, .boolean(true)?: treatment = .crowd
    case .some(let value):
      problems.add(record.place, "'iscrowd' is \(value), where 0 or 1 is needed")
      treatment = nil
    }
    guard let id, let imageID, let categoryID, let box, let area, let treatment else { return nil }
    return GroundTruth.Object(
      id: id, imageID: imageID, categoryID: categoryID, box: box, area: area,
      treatment: treatment)
  }

  /// Checks that the lists fit together.
  consuming func truth(source: String) throws(DatasetError) -> GroundTruth {
    guard let images, let categories, let objects else {
      let missing = [
        images == nil ? "images" : nil, categories == nil ? "categories" : nil,
        objects == nil ? "annotations" : nil,
      ].compactMap(\.self).joined(separator: ", ")
      let reason =
        isResults
        ? "is a list, as results are; expected an object with images, categories and annotations"
        : "has no list of \(missing); is it a COCO instances file?"
      throw .unusable(source: source, reason: Lines(reason))
    }
    var problems = problems
    let imageIDs = COCOLists.unique(images.map(\.id), "images", &problems)
    let categoryIDs = COCOLists.unique(categories.map(\.id), "categories", &problems)
    var ids = Set<Int>(minimumCapacity: objects.count)
    for (position, object) in zip(positions, objects) {
      let place = "annotations[\(position)]"
      if !imageIDs.contains(object.imageID) {
        problems.add(place, "its image_id \(object.imageID) is not among the images")
      }
      if !categoryIDs.contains(object.categoryID) {
        problems.add(place, "its category_id \(object.categoryID) is not among the categories")
      }
      if !ids.insert(object.id).inserted {
        problems.add(place, "its id \(object.id) is used before; number annotations from 1")
      }
    }
    try problems.check(source)
    return GroundTruth(images: images, categories: categories, objects: objects)
  }

  private static func unique(
    _ ids: [Int], _ list: String, _ problems: inout DatasetProblems
  ) -> Set<Int> {
    var found = Set<Int>(minimumCapacity: ids.count)
    for id in ids where !found.insert(id).inserted {
      problems.add(list, "the id \(id) is used more than once")
    }
    return found
  }
}
