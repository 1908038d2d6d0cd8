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
  /// What went in, without calibration pictures; the file of the parent model is one of them.
  public var materials: [Material]
  /// The pictures that quantization was calibrated with; nil where there were none.
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
