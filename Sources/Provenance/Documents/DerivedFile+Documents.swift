import Files

extension DerivedFile {
  /// The record of an artifact.
  public static func record(of artifact: String) -> DerivedFile {
    DerivedFile(ProvenanceRecord.path(for: artifact), kind: "a record of darkroom") { bytes in
      (try? ProvenanceRecord(parsing: Array(bytes), source: "")) != nil
    }
  }

  /// The manifest in a folder.
  public static func manifest(_ path: String) -> DerivedFile {
    DerivedFile(path, kind: "an unchanged manifest of darkroom") { bytes in
      (try? Manifest(parsing: Array(bytes), source: "")) != nil
    }
  }

  /// The signature of a folder, by a key.
  public static func signature(_ path: String, by key: SigningKey) -> DerivedFile {
    let id = key.verificationKey.id
    return DerivedFile(path, kind: "a signature by this key") { _ in
      (try? FolderSignature.unverified(path).keyID) == id
    }
  }

  /// The statements of an artifact, signed with a key or not at all.
  static func statements(of artifact: String, by key: SigningKey?) -> DerivedFile {
    let path = StatementFile.path(for: artifact)
    let kind =
      "a file of darkroom's statements"
      + (key == nil ? " without signatures" : ", signed with this key")
    let verification = key?.verificationKey
    return DerivedFile(path, kind: kind) { _ in
      guard let lines = try? StatementFile.read(path) else { return false }
      return lines.enumerated().allSatisfy { index, line in
        if case .signed(let envelope, _) = line {
          guard let verification, (try? envelope.verify(with: verification, source: path)) != nil
          else { return false }
        }
        return index == 0 ? line.statement.isOwn : line.statement.isTestResult
      }
    }
  }

  /// The CycloneDX document of an artifact.
  static func cycloneDX(of artifact: String) -> DerivedFile {
    DerivedFile(CycloneDX.path(for: artifact), kind: "a bill of materials of darkroom") { bytes in
      let tools = (try? JSONValue(parsing: bytes))?["metadata"]?["tools"]
      guard case .array(let components) = tools?["components"] else { return false }
      return components.contains { $0["name"]?.text == Tool.ownName }
    }
  }

  /// The SPDX document of an artifact.
  static func spdx(of artifact: String) -> DerivedFile {
    DerivedFile(SPDX.path(for: artifact), kind: "a bill of materials of darkroom") { bytes in
      guard case .array(let elements) = (try? JSONValue(parsing: bytes))?["@graph"] else {
        return false
      }
      return elements.contains { element in
        element["type"]?.text == "Tool"
          && element["name"]?.text?.hasPrefix("\(Tool.ownName) ") == true
      }
    }
  }

  /// The card in a folder.
  public static func card(_ path: String) -> DerivedFile {
    DerivedFile(path, kind: "an unchanged card of darkroom", isOwn: SealedText.isSealed)
  }

  /// A file of a notice: the notice itself, or the text of a licence.
  static func notice(_ path: String) -> DerivedFile {
    guard Folder.name(of: path) != Notice.name else {
      return DerivedFile(path, kind: "an unchanged notice of darkroom", isOwn: SealedText.isSealed)
    }
    return DerivedFile(path, kind: "the text that the records name") { bytes in
      LicenseTexts.isJoined(Array(bytes))
    }
  }
}

extension Statement {
  /// Whether it is the provenance of something that the program made.
  fileprivate var isOwn: Bool {
    guard predicateType == Statement.provenanceType,
      let type = predicate["buildDefinition"]?["buildType"]?.text
    else { return false }
    return type.contains(Tool.ownName)
  }

  fileprivate var isTestResult: Bool { predicateType == Statement.testResultType }
}
