extension Check: DocumentPart {
  init?(_ value: JSONValue, place: String, _ problems: inout DocumentProblems) {
    var reader = ObjectReader(value, place: place, &problems)
    let name = reader.text("name", &problems)
    let verdict = reader.take("verdict", "passed, warned or failed", &problems) { value in
      value.text.flatMap { Measurement.Verdict(rawValue: $0) }
    }
    message = reader.optionalText("message", &problems)
    others = reader.rest
    guard let name, let verdict else { return nil }
    self.name = name
    self.verdict = verdict
  }

  var json: JSONValue {
    var builder = ObjectBuilder(others)
    builder.set("name", name)
    builder.set("verdict", verdict.rawValue)
    builder.set("message", message)
    return builder.json
  }
}
