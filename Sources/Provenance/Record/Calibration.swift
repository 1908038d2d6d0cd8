/// The pictures that a quantization was calibrated with.
public struct Calibration: Hashable, Sendable {
  /// How the pictures are named.
  public enum Pictures: Hashable, Sendable {
    /// Each by its hash, in the order of the hashes.
    case each([FileReference])
    /// In a file beside the record in the form of `sha256sum`, which `listText` writes.
    case list(FileReference)
  }

  /// What the pictures are, for example `COCO val2017`.
  public var name: String
  /// How many there are.
  public var count: Int
  /// The pictures.
  public var pictures: Pictures
  /// How pictures became inputs, for example `letterbox 114`; nil where it is not known.
  public var preprocessing: String?
  /// Where they can be had.
  public var uris: [String]
  /// Their licence.
  public var license: LicenseStatement
  /// What their authors are to be credited with; nil for nothing.
  public var attribution: String?
  /// The text of their licence; nil where there is none.
  public var licenseFile: FileReference?
  /// Fields that this version does not know.
  public var others: [String: JSONValue] = [:]

  /// Describes pictures.
  public init(
    name: String, count: Int, pictures: Pictures, preprocessing: String? = nil,
    uris: [String] = [], license: LicenseStatement = .noAssertion, attribution: String? = nil,
    licenseFile: FileReference? = nil
  ) {
    self.name = name
    self.count = count
    self.pictures = pictures
    self.preprocessing = preprocessing
    self.uris = uris
    self.license = license
    self.attribution = attribution
    self.licenseFile = licenseFile
  }
}
