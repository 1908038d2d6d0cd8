extension ManifestEntry: DocumentPart {
  init?(_ value: JSONValue, place: String, _ problems: inout DocumentProblems) {
    var reader = ObjectReader(value, place: place, &problems)
    let path = reader.text("path", &problems)
    let size = reader.size("size", &problems)
    let digest = reader.digest("sha256", &problems)
    let mediaType = reader.text("mediaType", &problems)
    role = reader.optionalText("role", &problems)
    license = reader.license("license", &problems)
    record = reader.optionalText("record", &problems)
    others = reader.rest
    guard let path, let size, let digest, let mediaType else { return nil }
    self.path = path
    self.size = size
    self.digest = digest
    self.mediaType = mediaType
  }

  /// The object, as in the manifest.
  public var json: JSONValue {
    var builder = ObjectBuilder(others)
    builder.set("path", path)
    builder.set("size", size)
    builder.set("sha256", digest)
    builder.set("mediaType", mediaType)
    builder.set("role", role)
    builder.set("license", license.description)
    builder.set("record", record)
    return builder.json
  }
}
