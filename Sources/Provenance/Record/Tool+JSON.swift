extension Tool: DocumentPart {
  init?(_ value: JSONValue, place: String, _ problems: inout DocumentProblems) {
    var reader = ObjectReader(value, place: place, &problems)
    let name = reader.text("name", &problems)
    let version = reader.text("version", &problems)
    revision = reader.optionalText("revision", &problems)
    configuration = reader.optionalText("configuration", &problems)
    purpose = reader.optionalText("purpose", &problems)
    uris = reader.texts("uris", &problems)
    license = reader.license("license", &problems)
    attribution = reader.optionalText("attribution", &problems)
    others = reader.rest
    guard let name, let version else { return nil }
    self.name = name
    self.version = version
  }

  var json: JSONValue {
    var builder = ObjectBuilder(others)
    builder.set("name", name)
    builder.set("version", version)
    builder.set("revision", revision)
    builder.set("configuration", configuration)
    builder.set("purpose", purpose)
    builder.set("uris", uris)
    builder.set("license", license.description)
    builder.set("attribution", attribution)
    return builder.json
  }
}
