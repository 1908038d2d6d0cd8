extension FileReference: DocumentPart {
  init?(_ value: JSONValue, place: String, _ problems: inout DocumentProblems) {
    var reader = ObjectReader(value, place: place, &problems)
    guard let file = FileReference(taking: &reader, &problems) else { return nil }
    self = file
    others = reader.rest
  }

  /// Takes the fields of a file from an object that holds others as well.
  init?(taking reader: inout ObjectReader, _ problems: inout DocumentProblems) {
    let name = reader.text("name", &problems)
    let digest = reader.digest("sha256", &problems)
    let size = reader.size("size", &problems)
    mediaType = reader.optionalText("mediaType", &problems)
    guard let name, let digest, let size else { return nil }
    self.name = name
    self.digest = digest
    self.size = size
  }

  var json: JSONValue {
    var builder = ObjectBuilder(others)
    set(in: &builder)
    return builder.json
  }

  /// Sets the fields of a file in an object that holds others as well.
  func set(in builder: inout ObjectBuilder) {
    for (key, value) in others { builder.set(key, value) }
    builder.set("name", name)
    builder.set("sha256", digest)
    builder.set("size", size)
    builder.set("mediaType", mediaType)
  }
}
