import JSON

/// The images and annotations of a measurement.
public struct MeasuredDataset: Hashable, Sendable {
  /// What it is, for example `COCO`.
  public var name: String
  /// Its part, for example `val2017`; nil where it has none.
  public var split: String?
  /// How many images were used.
  public var imageCount: Int
  /// The file of annotations; nil where there is none.
  public var annotations: FileReference?
  /// Where it can be had.
  public var uris: [String]
  /// The licence of its annotations and images.
  public var license: LicenseStatement
  /// What its authors are to be credited with; nil for nothing.
  public var attribution: String?
  /// Fields that this version does not know.
  public var others: [String: JSONValue] = [:]

  /// Describes a dataset.
  public init(
    name: String, split: String? = nil, imageCount: Int, annotations: FileReference? = nil,
    uris: [String] = [], license: LicenseStatement = .noAssertion, attribution: String? = nil
  ) {
    self.name = name
    self.split = split
    self.imageCount = imageCount
    self.annotations = annotations
    self.uris = uris
    self.license = license
    self.attribution = attribution
  }
}

extension MeasuredDataset {
  /// The name with the part, for example `COCO val2017`.
  var title: String { split.map { "\(name) \($0)" } ?? name }
}

extension MeasuredDataset: DocumentPart {
  init?(_ value: JSONValue, place: String, _ problems: inout DocumentProblems) {
    var reader = ObjectReader(value, place: place, &problems)
    let name = reader.text("name", &problems)
    split = reader.optionalText("split", &problems)
    let imageCount = reader.size("pictureCount", &problems)
    annotations = reader.optionalPart("annotations", &problems)
    uris = reader.texts("uris", &problems)
    license = reader.license("license", &problems)
    attribution = reader.optionalText("attribution", &problems)
    others = reader.rest
    guard let name, let imageCount else { return nil }
    self.name = name
    self.imageCount = imageCount
  }

  var json: JSONValue {
    var builder = ObjectBuilder(others)
    builder.set("name", name)
    builder.set("split", split)
    builder.set("pictureCount", imageCount)
    builder.set("annotations", annotations)
    builder.set("uris", uris)
    builder.set("license", license.description)
    builder.set("attribution", attribution)
    return builder.json
  }
}
