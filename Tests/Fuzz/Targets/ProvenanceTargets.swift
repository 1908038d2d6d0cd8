import Digests
import JSON
import Provenance

extension FuzzTarget {
  /// Records of provenance, and every document that is made from one.
  static let record = FuzzTarget("record", maximumLength: 8192) { bytes in
    checkRecord(Array(bytes))
    if let sealed = sealed(bytes) { checkRecord(sealed) }
  }

  private static func checkRecord(_ bytes: [UInt8]) {
    do throws(DocumentError) {
      let record = try ProvenanceRecord(parsing: bytes, source: "record")
      let text = record.text
      let again = requireRead("a record") { () throws(DocumentError) in
        try ProvenanceRecord(parsing: Array(text.utf8), source: "written")
      }
      require(again == record && again.text == text, "a record is read otherwise")
      require(again.identity == record.identity, "a record read again has another identity")
      let card = ModelCard(record)
      require(!card.text.isEmpty, "an empty card")
      for document in GeneratedDocuments(record, of: "model.onnx", card: card).documents
      where document.name.hasSuffix(".json") {
        _ = requireRead(document.name) { () throws(JSONSyntaxError) in
          try JSONValue(parsing: Array(document.text.utf8))
        }
      }
      for statement in Statement.all(of: record) {
        _ = requireRead("a statement") { () throws(JSONSyntaxError) in
          try JSONValue(parsing: statement.bytes)
        }
      }
      require(record.warnings.allSatisfy { !$0.isEmpty }, "an empty warning")
    } catch { requireMessage(error) }
  }

  /// A document with the checksum that it needs, which no chance would find; nil where it is none.
  private static func sealed(_ bytes: UnsafeRawBufferPointer) -> [UInt8]? {
    guard let value = try? JSONValue(parsing: bytes), var members = value.members else {
      return nil
    }
    members["checksum"] = nil
    let digest = Digest(of: JSONValue.object(members).canonicalBytes)
    members["checksum"] = .text(digest.description)
    return JSONValue.object(members).canonicalBytes
  }

  /// Manifests of folders.
  static let manifest = FuzzTarget("manifest") { bytes in
    checkManifest(Array(bytes))
    if let sealed = sealed(bytes) { checkManifest(sealed) }
  }

  private static func checkManifest(_ bytes: [UInt8]) {
    do throws(DocumentError) {
      let manifest = try Manifest(parsing: bytes, source: "manifest")
      let text = manifest.text
      let again = requireRead("a manifest") { () throws(DocumentError) in
        try Manifest(parsing: Array(text.utf8), source: "written")
      }
      require(again == manifest && again.text == text, "a manifest is read otherwise")
      _ = manifest.byteCount
      require(manifest.pathFindings.allSatisfy { !$0.description.isEmpty }, "an empty finding")
      for file in manifest.files.prefix(4) {
        require(!file.text.isEmpty, "a file without a text")
        require(!manifest.files(matching: file.path).isEmpty, "a file that is not found")
      }
      let folder = ScratchFolder()
      let report = try manifest.verify(folder: folder.path)
      require(
        manifest.files.isEmpty || !report.findings.isEmpty, "files are there in an empty folder")
    } catch { requireMessage(error) }
  }

  /// Lists in the form of `sha256sum`.
  static let sums = FuzzTarget("sums") { bytes in
    do throws(DocumentError) {
      let list = try DigestList(parsing: Array(bytes), source: "list")
      let again = requireRead("a list") { () throws(DocumentError) in
        try DigestList(parsing: Array(list.text.utf8), source: "written")
      }
      require(again == list && again.text == list.text, "a list is read otherwise")
      let folder = ScratchFolder()
      let report = try list.verify(folder: folder.path)
      require(
        list.entries.isEmpty || !report.findings.isEmpty, "files are there in an empty folder")
    } catch { requireMessage(error) }
  }

  /// Files of in-toto statements, bare or in envelopes.
  static let statement = FuzzTarget("statement") { bytes in
    let folder = ScratchFolder()
    do throws(SignatureError) {
      let lines = try StatementFile.read(folder.file("statements", bytes))
      let text = requireRead("statements") { () throws(SignatureError) in
        try StatementFile.text(lines.map(\.statement), key: nil)
      }
      let again = requireRead("statements") { () throws(SignatureError) in
        try StatementFile.read(folder.file("again", text.utf8))
      }
      require(again.map(\.statement) == lines.map(\.statement), "statements are read otherwise")
    } catch { requireMessage(error) }
  }

  /// Envelopes of signatures.
  static let envelope = FuzzTarget("envelope") { bytes in
    do throws(SignatureError) {
      let envelope = try Envelope(parsing: Array(bytes), source: "envelope")
      let line = envelope.line
      let again = requireRead("an envelope") { () throws(SignatureError) in
        try Envelope(parsing: Array(line.utf8), source: "written")
      }
      require(again == envelope && again.line == line, "an envelope is read otherwise")
      do throws(SignatureError) {
        try envelope.verify(with: SigningSample.key.verificationKey, source: "envelope")
      } catch { requireMessage(error) }
    } catch { requireMessage(error) }
  }

  /// Signatures of folders: the bytes as the bundle, and as what a valid signature signs.
  static let signature = FuzzTarget("signature") { bytes in
    let folder = ScratchFolder()
    let model = folder.folder("model")
    _ = folder.file("model/a", "abc".utf8)
    for path in [folder.file("bare", bytes), folder.file("signed", SigningSample.bundle(bytes))] {
      do throws(SignatureError) {
        let verified = try FolderSignature.verify(
          folder: model, signature: path, with: SigningSample.key.verificationKey, threads: 1)
        require(!verified.keyID.isEmpty, "a signature without a key")
        require(
          verified.folder.files.map(\.path) == ["a"], "what is signed is not what is there")
      } catch { requireMessage(error) }
    }
  }
}

extension FuzzTarget {
  /// Keys in PEM, public and private.
  static let key = FuzzTarget("key", maximumLength: 1024) { bytes in
    guard let text = String(validating: bytes, as: UTF8.self) else { return }
    do throws(KeyError) {
      let key = try VerificationKey(pem: text, source: "key")
      let again = requireRead("a key") { () throws(KeyError) in
        try VerificationKey(pem: key.pem, source: "written")
      }
      require(again == key && again.id == key.id, "a key is read otherwise")
    } catch { requireMessage(error) }
    do throws(KeyError) {
      let key = try SigningKey(pem: text, source: "key")
      let again = requireRead("a private key") { () throws(KeyError) in
        try SigningKey(pem: key.pem, source: "written")
      }
      require(again.verificationKey == key.verificationKey, "a private key is read otherwise")
    } catch { requireMessage(error) }
  }
}

/// A key that only fuzzing trusts.
enum SigningSample {
  static let key = requireRead("a private key") { () throws(KeyError) in
    try SigningKey(
      pem: """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg5CiDqu6I4IEBU+92
        XSaCjRz/kDT2jGIkAyz70LYHiM+hRANCAASjeJShV5ZW2P4HAq+PLJsk0KOu1Bkd
        ca23pOsEhxTlKa4pr4xVRxuKmo7t/i8VWSaMUw2GdVv+UzKDgACJqVBX
        -----END PRIVATE KEY-----
        """, source: "sample")
  }

  /// The bundle of a signature of any bytes.
  static func bundle(_ payload: UnsafeRawBufferPointer) -> [UInt8] {
    let envelope = requireRead("a signature") { () throws(SignatureError) in
      try Envelope(signing: Array(payload), with: key, keyID: "")
    }
    let json = requireRead("an envelope") { () throws(JSONSyntaxError) in
      try JSONValue(parsing: Array(envelope.line.utf8))
    }
    return JSONValue.object([
      "mediaType": .text("application/vnd.dev.sigstore.bundle.v0.3+json"),
      "verificationMaterial": .object(["publicKey": .object([:]), "tlogEntries": .array([])]),
      "dsseEnvelope": json,
    ]).canonicalBytes
  }
}
