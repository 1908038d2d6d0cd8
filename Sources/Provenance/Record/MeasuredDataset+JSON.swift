extension MeasuredDataset: DocumentPart {
  init?(_ value: JSONValue, place: String, _ problems: inout DocumentProblems) {
    var reader = ObjectReader(value, place: place, &problems)
    let name = reader.text("name", &problems)
    split = reader.optionalText("split", &problems)
    let pictureCount = reader.size("pictureCount", &problems)
    annotations = reader.optionalPart("annotations", &problems)
    uris = reader.texts("uris", &problems)
    license = reader.license("license", &problems)
    attribution = reader.optionalText("attribution", &problems)
    others = reader.rest
    guard let name, let pictureCount else { return nil }
    self.name = name
    self.pictureCount = pictureCount
  }

  var json: JSONValue {
    var builder = ObjectBuilder(others)
    builder.set("name", name)
    builder.set("split", split)
    builder.set("pictureCount", pictureCount)
    builder.set("annotations", annotations)
    builder.set("uris", uris)
    builder.set("license", license.description)
    builder.set("attribution", attribution)
    return builder.json
  }
}
