import Files
import Provenance

/// What a user says of the files that go into an artifact, by their roles; what is not said is not
/// guessed.
public struct Declarations: Hashable, Sendable {
  /// What is said of one file.
  public struct Entry: Hashable, Sendable {
    /// Its licence.
    public var license = LicenseStatement.noAssertion
    /// Whom to credit.
    public var attribution: String?
    /// The text of the licence.
    public var licenseFile: String?
    /// Where it can be had.
    public var uris: [String] = []

    /// Says nothing.
    public init() {}
  }

  /// The roles that something can be said of.
  public enum Role: String, Hashable, Sendable, CaseIterable {
    case cfg, weights, names, tree, calibration
    /// The artifact itself.
    case model
  }

  /// What is said, by role.
  public var entries: [Role: Entry] = [:]
  /// What people call the artifact.
  public var title: String?
  /// Who hands it out.
  public var supplier: String?
  /// What the calibration images are; nil for the name of their folder or list.
  public var calibrationName: String?
  /// The command line, for the part of a record that differs from run to run.
  public var arguments: [String] = []

  /// Says nothing.
  public init() {}

  /// Says something of a role.
  public subscript(role: Role) -> Entry {
    get { entries[role] ?? Entry() }
    set { entries[role] = newValue }
  }

  /// A licence text by what is in it; nil where none is given.
  func licenseFile(_ role: Role) throws -> FileReference? {
    guard let path = self[role].licenseFile else { return nil }
    let count = try MappedFile(path: path).count
    guard count <= Notice.largestText else {
      throw FileError(
        kind: .unreadable, path: path,
        message: """
          has \(count) bytes, more than the \(Notice.largestText) that are read of the text of a \
          licence; is it that?
          """)
    }
    return try FileReference(hashing: path)
  }

  /// A file that goes in and has been hashed, with what is said of it.
  func material(_ role: Role, _ file: FileReference) throws -> Material {
    let entry = self[role]
    return Material(
      role: Material.Role(rawValue: role.rawValue), file: file, uris: entry.uris,
      license: entry.license, attribution: entry.attribution,
      licenseFile: try licenseFile(role))
  }
}
