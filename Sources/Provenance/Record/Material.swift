import JSON

/// A file that went into an artifact.
public struct Material: Hashable, Sendable {
  /// What the file was used as; roles of later versions are kept as they are.
  public struct Role: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// As records write it.
    public let rawValue: String

    /// A role by its name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The network description.
    public static let cfg = Role(rawValue: "cfg")
    /// The quantized values.
    public static let weights = Role(rawValue: "weights")
    /// The names of the classes.
    public static let names = Role(rawValue: "names")
    /// The ranges of activations that were counted in an earlier run.
    public static let calibrationTable = Role(rawValue: "calibrationTable")
    /// The model that this one was made from.
    public static let parentModel = Role(rawValue: "parentModel")
    /// The tree of the classes.
    public static let tree = Role(rawValue: "tree")
    /// The recipe that says how it is made.
    public static let recipe = Role(rawValue: "recipe")

    /// The name.
    public var description: String { rawValue }

    /// Whether such a file is others' work, with a licence and an address; a recipe or a table is
    /// the user's own.
    var isOthersWork: Bool { self != .recipe && self != .calibrationTable }
  }

  /// What it was used as.
  public var role: Role
  /// The file.
  public var file: FileReference
  /// Where it can be had, the best first.
  public var uris: [String]
  /// Its licence.
  public var license: LicenseStatement
  /// What its authors are to be credited with; nil for nothing.
  public var attribution: String?
  /// The text of its licence with its copyright lines; nil where there is none.
  public var licenseFile: FileReference?
  /// Fields that this version does not know.
  public var others: [String: JSONValue] = [:]

  /// Describes a material.
  public init(
    role: Role, file: FileReference, uris: [String] = [],
    license: LicenseStatement = .noAssertion, attribution: String? = nil,
    licenseFile: FileReference? = nil
  ) {
    self.role = role
    self.file = file
    self.uris = uris
    self.license = license
    self.attribution = attribution
    self.licenseFile = licenseFile
  }
}

extension Material: DocumentPart {
  init?(_ value: JSONValue, place: String, _ problems: inout DocumentProblems) {
    var reader = ObjectReader(value, place: place, &problems)
    let role = reader.text("role", &problems)
    let file = FileReference(taking: &reader, &problems)
    uris = reader.texts("uris", &problems)
    license = reader.license("license", &problems)
    attribution = reader.optionalText("attribution", &problems)
    licenseFile = reader.optionalPart("licenseFile", &problems)
    others = reader.rest
    guard let role, let file else { return nil }
    self.role = Role(rawValue: role)
    self.file = file
  }

  var json: JSONValue {
    var builder = ObjectBuilder(others)
    builder.set("role", role.rawValue)
    file.set(in: &builder)
    builder.set("uris", uris)
    builder.set("license", license.description)
    builder.set("attribution", attribution)
    builder.set("licenseFile", licenseFile)
    return builder.json
  }
}
