extension Trace {
  /// The lineage for machines.
  public var json: JSONValue {
    .object([
      "schemaVersion": .whole(Trace.schemaVersion), "artifact": root.json,
      "isComplete": .boolean(isComplete), "faults": .texts(faults), "gaps": .texts(gaps),
      "problems": .texts(problems),
    ])
  }
}

extension TraceNode {
  /// The object of the file and of what it was made from.
  var json: JSONValue {
    var builder = ObjectBuilder()
    builder.set("role", role)
    builder.set("name", name)
    builder.set("sha256", digest)
    switch fate {
    case .present(let path):
      builder.set("fate", "present")
      builder.set("path", path)
    case .changed(let path, let found):
      builder.set("fate", "changed")
      builder.set("path", path)
      builder.set("foundSha256", found)
    case .absent: builder.set("fate", "absent")
    }
    builder.set("uris", JSONValue.texts(uris))
    builder.set("license", license.description)
    builder.set("process", process)
    builder.set("record", record)
    if let members {
      builder.set(
        "files",
        JSONValue.object([
          "count": .whole(members.count), "present": .whole(members.present),
        ]))
    }
    builder.set("faults", JSONValue.texts(faults))
    builder.set("gaps", JSONValue.texts(gaps))
    builder.set("sources", JSONValue.array(sources.map(\.json)))
    return builder.json
  }
}
