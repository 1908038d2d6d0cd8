extension Calibration: DocumentPart {
  init?(_ value: JSONValue, place: String, _ problems: inout DocumentProblems) {
    var reader = ObjectReader(value, place: place, &problems)
    let name = reader.text("name", &problems)
    let count = reader.size("count", &problems)
    let list: FileReference? = reader.optionalPart("list", &problems)
    let files: [FileReference] = reader.parts("pictures", &problems)
    preprocessing = reader.optionalText("preprocessing", &problems)
    uris = reader.texts("uris", &problems)
    license = reader.license("license", &problems)
    attribution = reader.optionalText("attribution", &problems)
    licenseFile = reader.optionalPart("licenseFile", &problems)
    others = reader.rest
    if list != nil, !files.isEmpty {
      problems.add(place, "has both 'list' and 'pictures', where one of them is needed")
    }
    if list == nil, let count, count != files.count {
      problems.add(
        place, "has \(files.count) readable pictures, but 'count' is \(count); give all or a 'list'"
      )
    }
    guard let name, let count else { return nil }
    self.name = name
    self.count = count
    pictures = list.map(Pictures.list) ?? .each(files)
  }

  var json: JSONValue {
    var builder = ObjectBuilder(others)
    builder.set("name", name)
    builder.set("count", count)
    switch pictures {
    case .each(let files): builder.set("pictures", files)
    case .list(let file): builder.set("list", file)
    }
    builder.set("preprocessing", preprocessing)
    builder.set("uris", uris)
    builder.set("license", license.description)
    builder.set("attribution", attribution)
    builder.set("licenseFile", licenseFile)
    return builder.json
  }
}
