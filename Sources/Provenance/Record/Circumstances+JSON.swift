extension Circumstances: DocumentPart {
  init?(_ value: JSONValue, place: String, _ problems: inout DocumentProblems) {
    var reader = ObjectReader(value, place: place, &problems)
    guard reader.isObject else { return nil }
    started = reader.optionalTime("started", &problems)
    finished = reader.optionalTime("finished", &problems)
    host = reader.optionalText("host", &problems)
    system = reader.optionalText("system", &problems)
    architecture = reader.optionalText("architecture", &problems)
    processor = reader.optionalText("processor", &problems)
    threads = reader.optionalSize("threads", &problems)
    arguments = reader.texts("arguments", &problems)
    others = reader.rest
  }

  var json: JSONValue {
    var builder = ObjectBuilder(others)
    builder.set("started", started?.description)
    builder.set("finished", finished?.description)
    builder.set("host", host)
    builder.set("system", system)
    builder.set("architecture", architecture)
    builder.set("processor", processor)
    builder.set("threads", threads)
    builder.set("arguments", arguments)
    return builder.json
  }
}
