extension ParentRecord: DocumentPart {
  init?(_ value: JSONValue, place: String, _ problems: inout DocumentProblems) {
    var reader = ObjectReader(value, place: place, &problems)
    let name = reader.text("name", &problems)
    let identity = reader.digest("identity", &problems)
    let artifact = reader.digest("artifact", &problems)
    others = reader.rest
    guard let name, let identity, let artifact else { return nil }
    self.name = name
    self.identity = identity
    self.artifact = artifact
  }

  var json: JSONValue {
    var builder = ObjectBuilder(others)
    builder.set("name", name)
    builder.set("identity", identity)
    builder.set("artifact", artifact)
    return builder.json
  }
}
