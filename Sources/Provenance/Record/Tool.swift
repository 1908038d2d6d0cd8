import JSON

/// A program that took part.
public struct Tool: Hashable, Sendable {
  /// What this program is called.
  public static let ownName = "darkroom"

  /// Its name, for example `darkroom`.
  public var name: String
  /// Its version.
  public var version: String
  /// The git revision it was built from; nil where it was built from no repository.
  public var revision: String?
  /// The SHA-256 of its sources where they were not as in the revision; nil where they were, or where
  /// nothing is known of them.
  public var sources: String?
  /// How it was built: `release`, `debug`; nil where it is not known.
  public var configuration: String?
  /// What it did, for example `measured accuracy`; nil for the program that made the artifact.
  public var purpose: String?
  /// Where it can be had.
  public var uris: [String]
  /// Its licence.
  public var license: LicenseStatement
  /// What its authors are to be credited with; nil for nothing.
  public var attribution: String?
  /// Fields that this version does not know.
  public var others: [String: JSONValue] = [:]

  /// Describes a program.
  public init(
    name: String, version: String, revision: String? = nil, sources: String? = nil,
    configuration: String? = nil, purpose: String? = nil, uris: [String] = [],
    license: LicenseStatement = .noAssertion,
    attribution: String? = nil
  ) {
    self.name = name
    self.version = version
    self.revision = revision
    self.sources = sources
    self.configuration = configuration
    self.purpose = purpose
    self.uris = uris
    self.license = license
    self.attribution = attribution
  }
}

extension Tool {
  /// What it was built from, for people; nil where that is not known.
  var origin: String? {
    revision.map { revision in
      sources.map { "\(revision), changed: sources sha256 \($0)" } ?? revision
    }
  }

  /// What the program is called across systems: its first address, or a package URL without a
  /// version, https://github.com/package-url/purl-spec
  var uri: String {
    uris.first.map(PercentEncoding.address) ?? "pkg:generic/\(PercentEncoding.part(name))"
  }
}

extension Tool: DocumentPart {
  init?(_ value: JSONValue, place: String, _ problems: inout DocumentProblems) {
    var reader = ObjectReader(value, place: place, &problems)
    let name = reader.text("name", &problems)
    let version = reader.text("version", &problems)
    revision = reader.optionalText("revision", &problems)
    sources = reader.optionalText("sources", &problems)
    configuration = reader.optionalText("configuration", &problems)
    purpose = reader.optionalText("purpose", &problems)
    uris = reader.texts("uris", &problems)
    license = reader.license("license", &problems)
    attribution = reader.optionalText("attribution", &problems)
    others = reader.rest
    guard let name, let version else { return nil }
    self.name = name
    self.version = version
  }

  var json: JSONValue {
    var builder = ObjectBuilder(others)
    builder.set("name", name)
    builder.set("version", version)
    builder.set("revision", revision)
    builder.set("sources", sources)
    builder.set("configuration", configuration)
    builder.set("purpose", purpose)
    builder.set("uris", uris)
    builder.set("license", license.description)
    builder.set("attribution", attribution)
    return builder.json
  }
}
