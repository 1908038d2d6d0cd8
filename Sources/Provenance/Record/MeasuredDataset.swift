/// The pictures and annotations of a measurement.
public struct MeasuredDataset: Hashable, Sendable {
  /// What it is, for example `COCO`.
  public var name: String
  /// Its part, for example `val2017`; nil where it has none.
  public var split: String?
  /// How many pictures were used.
  public var pictureCount: Int
  /// The file of annotations; nil where there is none.
  public var annotations: FileReference?
  /// Where it can be had.
  public var uris: [String]
  /// The licence of its annotations and pictures.
  public var license: LicenseStatement
  /// What its authors are to be credited with; nil for nothing.
  public var attribution: String?
  /// Fields that this version does not know.
  public var others: [String: JSONValue] = [:]

  /// Describes a dataset.
  public init(
    name: String, split: String? = nil, pictureCount: Int, annotations: FileReference? = nil,
    uris: [String] = [], license: LicenseStatement = .noAssertion, attribution: String? = nil
  ) {
    self.name = name
    self.split = split
    self.pictureCount = pictureCount
    self.annotations = annotations
    self.uris = uris
    self.license = license
    self.attribution = attribution
  }
}
