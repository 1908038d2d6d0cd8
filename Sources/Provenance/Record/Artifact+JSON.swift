extension Artifact: DocumentPart {
  init?(_ value: JSONValue, place: String, _ problems: inout DocumentProblems) {
    var reader = ObjectReader(value, place: place, &problems)
    let file = FileReference(taking: &reader, &problems)
    opset = reader.optionalWhole("opset", &problems)
    precision = reader.optionalText("precision", &problems)
    inputs = reader.parts("inputs", &problems)
    outputs = reader.parts("outputs", &problems)
    title = reader.optionalText("title", &problems)
    version = reader.optionalText("version", &problems)
    architecture = reader.optionalText("architecture", &problems)
    task = reader.optionalText("task", &problems)
    supplier = reader.optionalText("supplier", &problems)
    uris = reader.texts("uris", &problems)
    license = reader.license("license", &problems)
    attribution = reader.optionalText("attribution", &problems)
    licenseFile = reader.optionalPart("licenseFile", &problems)
    others = reader.rest
    guard let file else { return nil }
    self.file = file
  }

  var json: JSONValue {
    var builder = ObjectBuilder(others)
    file.set(in: &builder)
    builder.set("opset", opset)
    builder.set("precision", precision)
    builder.set("inputs", inputs)
    builder.set("outputs", outputs)
    builder.set("title", title)
    builder.set("version", version)
    builder.set("architecture", architecture)
    builder.set("task", task)
    builder.set("supplier", supplier)
    builder.set("uris", uris)
    builder.set("license", license.description)
    builder.set("attribution", attribution)
    builder.set("licenseFile", licenseFile)
    return builder.json
  }
}
