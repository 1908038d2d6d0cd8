extension Measurement: DocumentPart {
  init?(_ value: JSONValue, place: String, _ problems: inout DocumentProblems) {
    var reader = ObjectReader(value, place: place, &problems)
    let kind = reader.text("kind", &problems)
    let artifact = reader.digest("artifact", &problems)
    reference = reader.optionalPart("reference", &problems)
    dataset = reader.optionalPart("dataset", &problems)
    protocolParameters = reader.members("protocol", &problems)
    figures = reader.parts("figures", &problems)
    checks = reader.parts("checks", &problems)
    tool = reader.optionalPart("tool", &problems)
    circumstances = reader.optionalPart("circumstances", &problems)
    let verdict = reader.takeOptional("verdict", "passed, warned or failed", &problems) { value in
      value.text.flatMap { Verdict(rawValue: $0) }
    }
    others = reader.rest
    guard let kind, let artifact else { return nil }
    self.kind = Kind(rawValue: kind)
    self.artifact = artifact
    if let verdict, verdict != self.verdict {
      problems.add(
        reader.place(of: "verdict"),
        "is '\(verdict.rawValue)', but by its checks it is '\(self.verdict.rawValue)'")
    }
  }

  var json: JSONValue {
    var builder = ObjectBuilder(others)
    builder.set("kind", kind.rawValue)
    builder.set("artifact", artifact)
    builder.set("reference", reference)
    builder.set("dataset", dataset)
    builder.set("protocol", protocolParameters)
    builder.set("figures", figures)
    builder.set("checks", checks)
    builder.set("tool", tool)
    builder.set("circumstances", circumstances)
    builder.set("verdict", verdict.rawValue)
    return builder.json
  }
}
