extension Command: DocumentPart {
  init?(_ value: JSONValue, place: String, _ problems: inout DocumentProblems) {
    var reader = ObjectReader(value, place: place, &problems)
    let name = reader.text("name", &problems)
    parameters = reader.members("parameters", &problems)
    others = reader.rest
    guard let name else { return nil }
    self.name = name
  }

  var json: JSONValue {
    var builder = ObjectBuilder(others)
    builder.set("name", name)
    builder.set("parameters", parameters)
    return builder.json
  }
}
