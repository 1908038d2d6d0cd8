extension Envelope: DocumentPart {
  init?(_ value: JSONValue, place: String, _ problems: inout DocumentProblems) {
    let before = problems.count
    var reader = ObjectReader(value, place: place, &problems)
    let type = reader.text("payloadType", &problems)
    let payload = reader.take("payload", "bytes in base 64", &problems) { value in
      value.text.flatMap { Base64.bytes(of: $0) }
    }
    let signatures: [Signature] = reader.parts("signatures", &problems)
    guard let type, let payload, problems.count == before else { return nil }
    guard !signatures.isEmpty else {
      problems.add(reader.place(of: "signatures"), "holds none, where one or more are needed")
      return nil
    }
    guard signatures.count <= Envelope.mostSignatures else {
      problems.add(
        reader.place(of: "signatures"),
        "holds \(signatures.count), more than the \(Envelope.mostSignatures) that are verified; "
          + "leave out those of others")
      return nil
    }
    self.init(payloadType: type, payload: payload, signatures: signatures)
  }

  /// The envelope as JSON.
  var json: JSONValue {
    .object([
      "payloadType": .text(payloadType), "payload": .text(Base64.text(of: payload)),
      "signatures": .array(signatures.map(\.json)),
    ])
  }

  /// The envelope in one line of JSON, without a newline.
  public var line: String { String(decoding: json.canonicalBytes, as: UTF8.self) }
}

extension Envelope.Signature: DocumentPart {
  init?(_ value: JSONValue, place: String, _ problems: inout DocumentProblems) {
    var reader = ObjectReader(value, place: place, &problems)
    keyID = reader.optionalText("keyid", &problems) ?? ""
    let bytes = reader.take("sig", "a signature in base 64", &problems) { value in
      value.text.flatMap { Base64.bytes(of: $0) }
    }
    guard let bytes else { return nil }
    self.bytes = bytes
  }

  var json: JSONValue {
    .object(["keyid": .text(keyID), "sig": .text(Base64.text(of: bytes))])
  }
}

extension Envelope {
  /// Reads an envelope; nothing is verified yet.
  ///
  /// - Parameter source: what errors call it.
  /// - Throws: `SignatureError.syntax` or `.malformed`.
  public init(parsing bytes: [UInt8], source: String) throws(SignatureError) {
    self = try SignedDocument.part(
      try SignedDocument.json(bytes, source: source), source: source)
  }
}
