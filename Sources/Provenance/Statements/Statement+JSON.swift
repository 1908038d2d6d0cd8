extension Statement: DocumentPart {
  init?(_ value: JSONValue, place: String, _ problems: inout DocumentProblems) {
    let before = problems.count
    var reader = ObjectReader(value, place: place, &problems)
    let type = reader.text("_type", &problems)
    subjects = reader.parts("subject", &problems)
    let predicateType = reader.text("predicateType", &problems)
    // in-toto lets a statement be without a predicate.
    predicate = reader.optional("predicate") ?? .null
    if let type, type != Statement.type {
      problems.add(reader.place(of: "_type"), "is '\(type)', where '\(Statement.type)' is needed")
    }
    if subjects.isEmpty {
      problems.add(reader.place(of: "subject"), "names nothing that can be read")
    }
    guard let predicateType, problems.count == before else { return nil }
    self.predicateType = predicateType
  }

  var json: JSONValue {
    .object([
      "_type": .text(Statement.type), "subject": .array(subjects.map(\.json)),
      "predicateType": .text(predicateType), "predicate": predicate,
    ])
  }

  /// The bytes that are signed, the same for the same statement.
  public var bytes: [UInt8] { json.canonicalBytes }
}

extension Statement.Subject: DocumentPart {
  private static let algorithm = "sha256"

  init?(_ value: JSONValue, place: String, _ problems: inout DocumentProblems) {
    var reader = ObjectReader(value, place: place, &problems)
    name = reader.optionalText("name", &problems) ?? ""
    guard let digests = reader.required("digest", &problems) else { return nil }
    var inner = ObjectReader(digests, place: reader.place(of: "digest"), &problems)
    guard let digest = inner.digest(Statement.Subject.algorithm, &problems) else { return nil }
    self.digest = digest
  }

  var json: JSONValue {
    var builder = ObjectBuilder()
    if !name.isEmpty { builder.set("name", name) }
    builder.set("digest", [Statement.Subject.algorithm: .text(digest.description)])
    return builder.json
  }
}
