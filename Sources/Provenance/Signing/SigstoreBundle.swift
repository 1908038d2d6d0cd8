import JSON

/// A Sigstore bundle of an envelope that was signed with a key,
/// https://docs.sigstore.dev/about/bundle/
struct SigstoreBundle {
  /// The only version that is written and read.
  static let mediaType = "application/vnd.dev.sigstore.bundle.v0.3+json"

  /// What the signer calls its key; nil where it is not told, as in old bundles.
  let keyHint: String?
  /// What was signed.
  let envelope: Envelope
}

extension SigstoreBundle: DocumentPart {
  init?(_ value: JSONValue, place: String, _ problems: inout DocumentProblems) {
    let before = problems.count
    var reader = ObjectReader(value, place: place, &problems)
    let mediaType = reader.text("mediaType", &problems)
    if let mediaType, mediaType != SigstoreBundle.mediaType {
      problems.add(
        reader.place(of: "mediaType"),
        "is '\(mediaType)', where '\(SigstoreBundle.mediaType)' is needed")
    }
    if let material = reader.required("verificationMaterial", &problems) {
      keyHint = SigstoreBundle.keyHint(
        material, place: reader.place(of: "verificationMaterial"), &problems)
    } else {
      keyHint = nil
    }
    let envelope: Envelope? = reader.part("dsseEnvelope", &problems)
    guard let envelope, problems.count == before else { return nil }
    // Bundles demand it, so that there is no doubt which one the material belongs to.
    guard envelope.signatures.count == 1 else {
      problems.add(
        reader.place(of: "dsseEnvelope.signatures"),
        "holds \(envelope.signatures.count), where one is needed")
      return nil
    }
    self.envelope = envelope
  }

  private static func keyHint(
    _ material: JSONValue, place: String, _ problems: inout DocumentProblems
  ) -> String? {
    var reader = ObjectReader(material, place: place, &problems)
    guard let key = reader.optional("publicKey") else {
      let found = reader.rest.keys.sorted().joined(separator: ", ")
      problems.add(
        place,
        "holds \(found.isEmpty ? "nothing" : found), where publicKey is needed; signatures with "
          + "certificates are not supported")
      return nil
    }
    var inner = ObjectReader(key, place: reader.place(of: "publicKey"), &problems)
    return inner.optionalText("hint", &problems).flatMap { $0.isEmpty ? nil : $0 }
  }

  var json: JSONValue {
    var key = ObjectBuilder()
    key.set("hint", keyHint)
    return .object([
      "mediaType": .text(SigstoreBundle.mediaType),
      "verificationMaterial": .object(["publicKey": key.json, "tlogEntries": .array([])]),
      "dsseEnvelope": envelope.json,
    ])
  }
}
