extension Material: DocumentPart {
  init?(_ value: JSONValue, place: String, _ problems: inout DocumentProblems) {
    var reader = ObjectReader(value, place: place, &problems)
    let role = reader.text("role", &problems)
    let file = FileReference(taking: &reader, &problems)
    uris = reader.texts("uris", &problems)
    license = reader.license("license", &problems)
    attribution = reader.optionalText("attribution", &problems)
    licenseFile = reader.optionalPart("licenseFile", &problems)
    others = reader.rest
    guard let role, let file else { return nil }
    self.role = Role(rawValue: role)
    self.file = file
  }

  var json: JSONValue {
    var builder = ObjectBuilder(others)
    builder.set("role", role.rawValue)
    file.set(in: &builder)
    builder.set("uris", uris)
    builder.set("license", license.description)
    builder.set("attribution", attribution)
    builder.set("licenseFile", licenseFile)
    return builder.json
  }
}
