import Files

extension LicensePolicy {
  /// Reads a policy file: `{"schemaVersion": 1, "allow": ["MIT", ...], "exempt": [{"sha256": ...,
  /// "reason": ...}]}`.
  ///
  /// It is written by hand and has no checksum. Fields that are not known are refused, because one
  /// that was meant to forbid something must not be passed over.
  ///
  /// - Throws: `DocumentError` when it cannot be read, is of a newer schema, or has wrong fields, all
  ///   of which are named.
  public init(contentsOf path: String) throws(DocumentError) {
    let file: MappedFile
    do throws(FileError) { file = try MappedFile(path: path) } catch { throw .file(error) }
    let value = try file.withUnsafeBytes { bytes throws(DocumentError) in
      try Document.parse(bytes, source: path, limits: JSONLimits(bytes: 1 << 20))
    }
    var problems = DocumentProblems()
    var reader = ObjectReader(value, place: "", &problems)
    let version = reader.whole("schemaVersion", &problems)
    if let version, version > LicensePolicy.schemaVersion {
      throw .newerSchema(source: path, found: version, known: LicensePolicy.schemaVersion)
    }
    if reader.isObject, reader.rest["allow"] == nil {
      problems.add("", "the key 'allow' is missing")
    }
    var allowed: Set<LicenseTerm> = []
    for (index, text) in reader.texts("allow", &problems).enumerated() {
      do throws(LicensePolicyError.Reason) {
        allowed.insert(try LicensePolicy.term(text))
      } catch { problems.add("allow[\(index)]", error.text) }
    }
    let exemptions: [Exemption] = reader.parts("exempt", &problems)
    for key in reader.rest.keys.sorted() {
      problems.add(key, "is not known; a policy has 'schemaVersion', 'allow' and 'exempt'")
    }
    try problems.check(path)
    self.init(allowed: allowed, exemptions: exemptions)
  }
}

extension LicensePolicy.Exemption: DocumentPart {
  init?(_ value: JSONValue, place: String, _ problems: inout DocumentProblems) {
    var reader = ObjectReader(value, place: place, &problems)
    let digest = reader.digest("sha256", &problems)
    let reason = reader.text("reason", &problems)
    for key in reader.rest.keys.sorted() {
      problems.add(reader.place(of: key), "is not known; an exemption has 'sha256' and 'reason'")
    }
    guard let digest, let reason else { return nil }
    self.init(digest: digest, reason: reason)
  }

  var json: JSONValue {
    .object(["sha256": .text(digest.description), "reason": .text(reason)])
  }
}
