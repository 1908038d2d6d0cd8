import Text

extension SignedFolder {
  /// The statement, as it is signed.
  var statement: Statement {
    Statement(
      subjects: [Statement.Subject(name: name, digest: digest)],
      predicateType: SignedFolder.predicateType,
      predicate: FolderPredicate(files: files, ignoredPaths: ignoredPaths).json)
  }

  /// Reads a statement that was verified.
  ///
  /// - Throws: `SignatureError.malformed`, or `.unsupported` for what other tools can make and this
  ///   one cannot verify: other hashes, parts of files, symbolic links.
  init(statement value: JSONValue, source: String) throws(SignatureError) {
    let statement: Statement = try SignedDocument.part(value, source: source)
    func check(
      _ what: String, _ value: JSONValue?, _ expected: JSONValue
    ) throws(SignatureError) {
      if let value, value != expected {
        throw .unsupported(
          source: source, found: "its \(what) is \(value.summary)", expected: expected.summary)
      }
    }
    try check("predicateType", .text(statement.predicateType), .text(SignedFolder.predicateType))
    let serialization = statement.predicate["serialization"]
    for (key, expected) in FolderPredicate.serialization {
      try check("serialization.\(key)", serialization?[key], expected)
    }
    guard statement.subjects.count == 1 else {
      throw .malformed(
        source: source,
        [Problem("subject", "names \(statement.subjects.count), where one is needed")])
    }
    let subject = statement.subjects[0]
    let predicate: FolderPredicate = try SignedDocument.part(
      statement.predicate, place: "predicate", source: source)
    self.init(
      name: subject.name, files: predicate.files, ignoredPaths: predicate.ignoredPaths)
    guard digest == subject.digest else {
      throw .malformed(
        source: source,
        [
          Problem(
            "subject[0].digest.sha256",
            "is \(subject.digest), but the files that are listed have \(digest) together")
        ])
    }
  }
}
