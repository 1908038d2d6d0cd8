import Files
import JSON

/// What an artifact is, from what and how it was made, and what was measured of it: the one source
/// of everything that is generated about it.
///
/// As a file it is `NAME.provenance.json` beside the artifact `NAME`. All but `measurements` and
/// `circumstances` is a function of the inputs: the same work gives the same `identity`.
public struct ProvenanceRecord: Hashable, Sendable {
  /// The version of the form that is written, and the latest that is read.
  public static let schemaVersion = 1
  /// What the names of record files end in.
  public static let suffix = ".provenance.json"

  /// The artifact.
  public var artifact: Artifact
  /// The program that made it.
  public var tool: Tool
  /// What it was told to do.
  public var command: Command
  /// What went in, without calibration images; the file of the parent model is one of them.
  public var materials: [Material]
  /// The images that quantization was calibrated with; nil where there were none.
  public var calibration: Calibration?
  /// The record of the model this one was made from; nil where there is none.
  public var parent: ParentRecord?
  /// Other programs that took part or measured, and are not redistributed.
  public var otherTools: [Tool]
  /// What was measured of the artifact; added later.
  public var measurements: [Measurement]
  /// When and where it was made; nil where that is not told.
  public var circumstances: Circumstances?
  /// Fields of the document that this version does not know.
  public var others: [String: JSONValue] = [:]

  /// Creates a record.
  public init(
    artifact: Artifact, tool: Tool, command: Command, materials: [Material] = [],
    calibration: Calibration? = nil, parent: ParentRecord? = nil, otherTools: [Tool] = [],
    measurements: [Measurement] = [], circumstances: Circumstances? = nil
  ) {
    self.artifact = artifact
    self.tool = tool
    self.command = command
    self.materials = materials
    self.calibration = calibration
    self.parent = parent
    self.otherTools = otherTools
    self.measurements = measurements
    self.circumstances = circumstances
  }

  /// The first material of a role; nil where there is none.
  public func material(_ role: Material.Role) -> Material? { materials.first { $0.role == role } }

  /// The name of the record file of an artifact.
  public static func path(for artifact: String) -> String { artifact + suffix }
}

extension ProvenanceRecord {
  /// The measurements of the artifact as it is, without those of earlier bytes of it.
  var currentMeasurements: [Measurement] {
    measurements.filter { $0.artifact == artifact.file.digest }
  }
}

extension ProvenanceRecord {
  /// What is not known but should be: licences without assertion, licences without a text or that
  /// SPDX does not list, attributions that are missing. Sorted as the parts of the record are.
  public var warnings: [String] {
    var warnings: [String] = []
    func check(_ what: String, _ license: LicenseStatement, hasText: Bool) {
      switch license {
      case .noAssertion:
        warnings.append("\(what): its licence is not known and stands as NOASSERTION; state it")
      case .noLicense:
        warnings.append("\(what): has no licence, which permits nothing")
      case .expression(let expression):
        for id in expression.unlisted {
          warnings.append(
            "\(what): '\(id)' is not on SPDX's list; correct it, or write LicenseRef-\(id)")
        }
        if !hasText {
          warnings.append("\(what): no licence text is given for \(expression)")
        }
      }
    }
    for material in materials where material.role.isOthersWork {
      check(
        "\(material.role) \(material.file.name)", material.license,
        hasText: material.licenseFile != nil)
    }
    if let calibration {
      check(
        "calibration images \(calibration.name)", calibration.license,
        hasText: calibration.licenseFile != nil)
    }
    return warnings
  }
}

extension ProvenanceRecord {
  /// Reads a record file.
  ///
  /// - Throws: `DocumentError` when it cannot be read, is no record, is of a newer schema, was
  ///   changed, or has wrong fields, all of which are named.
  public init(contentsOf path: String, rules: JSONRules = .strict) throws(DocumentError) {
    let value = try Document.read(
      path, knownVersion: ProvenanceRecord.schemaVersion, rules: rules)
    try self.init(value, source: path)
  }

  /// Reads the text of a record file.
  ///
  /// - Parameter source: what errors call it.
  /// - Throws: `DocumentError`, as for a file.
  public init(
    parsing bytes: [UInt8], source: String, rules: JSONRules = .strict
  ) throws(DocumentError) {
    let value = try Document.read(
      bytes, source: source, knownVersion: ProvenanceRecord.schemaVersion, rules: rules)
    try self.init(value, source: source)
  }

  private init(_ value: JSONValue, source: String) throws(DocumentError) {
    var problems = DocumentProblems()
    let record = ProvenanceRecord(value, place: "", &problems)
    guard let record, problems.count == 0 else { throw problems.error(source) }
    self = record
  }

  /// The text of the record file: indented JSON, keys sorted, with a checksum.
  public var text: String { Document.text(of: members) }

  /// Writes the record file whole or not at all.
  ///
  /// - Parameter isUpdate: whether it is the record that was read, with changes.
  /// - Throws: `DocumentError.file`.
  public func write(to path: String, isUpdate: Bool = false) throws(DocumentError) {
    do throws(FileError) {
      try AtomicFile.write(Array(text.utf8), to: path, isUpdate: isUpdate)
    } catch { throw .file(error) }
  }
}
