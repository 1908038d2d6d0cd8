import Digests
import JSON

/// The images that a quantization was calibrated with.
public struct Calibration: Hashable, Sendable {
  /// How the images are named.
  public enum Images: Hashable, Sendable {
    /// Each by its hash, in the order of the hashes.
    case each([FileReference])
    /// In a file beside the record in the form of `sha256sum`, which `listText` writes.
    case list(FileReference)
  }

  /// What the images are, for example `COCO val2017`.
  public var name: String
  /// How many there are.
  public var count: Int
  /// The images.
  public var images: Images
  /// How they were drawn from more images; nil where they were not.
  public var sampling: CalibrationSampling?
  /// How images became inputs, for example `letterbox 114`; nil where it is not known.
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

  /// Describes images.
  public init(
    name: String, count: Int, images: Images, sampling: CalibrationSampling? = nil,
    preprocessing: String? = nil, uris: [String] = [],
    license: LicenseStatement = .noAssertion, attribution: String? = nil,
    licenseFile: FileReference? = nil
  ) {
    self.name = name
    self.count = count
    self.images = images
    self.sampling = sampling
    self.preprocessing = preprocessing
    self.uris = uris
    self.license = license
    self.attribution = attribution
    self.licenseFile = licenseFile
  }
}

extension Calibration {
  /// The text of a list of images: a line `HASH  NAME` for each, as `sha256sum` writes it, in the
  /// order of hashes, then names.
  public static func listText(_ images: some Sequence<FileReference>) -> String {
    DigestList(images.map { DigestList.Entry(path: $0.name, digest: $0.digest) }).text
  }

  /// The one hash that stands for all the images: that of their list, whether it is a file or not.
  public var digest: Digest {
    switch images {
    case .each(let files): Digest(of: Array(Calibration.listText(files).utf8))
    case .list(let file): file.digest
    }
  }
}

extension Calibration: DocumentPart {
  init?(_ value: JSONValue, place: String, _ problems: inout DocumentProblems) {
    var reader = ObjectReader(value, place: place, &problems)
    let name = reader.text("name", &problems)
    let count = reader.size("count", &problems)
    let list: FileReference? = reader.optionalPart("list", &problems)
    let files: [FileReference] = reader.parts("pictures", &problems)
    sampling = reader.optionalPart("sampling", &problems)
    preprocessing = reader.optionalText("preprocessing", &problems)
    uris = reader.texts("uris", &problems)
    license = reader.license("license", &problems)
    attribution = reader.optionalText("attribution", &problems)
    licenseFile = reader.optionalPart("licenseFile", &problems)
    others = reader.rest
    if list != nil, !files.isEmpty {
      problems.add(place, "has both 'list' and 'images', where one of them is needed")
    }
    if list == nil, let count, count != files.count {
      problems.add(
        place, "has \(files.count) readable images, but 'count' is \(count); give all or a 'list'"
      )
    }
    guard let name, let count else { return nil }
    self.name = name
    self.count = count
    images = list.map(Images.list) ?? .each(files)
  }

  var json: JSONValue {
    var builder = ObjectBuilder(others)
    builder.set("name", name)
    builder.set("count", count)
    switch images {
    case .each(let files): builder.set("pictures", files)
    case .list(let file): builder.set("list", file)
    }
    builder.set("sampling", sampling)
    builder.set("preprocessing", preprocessing)
    builder.set("uris", uris)
    builder.set("license", license.description)
    builder.set("attribution", attribution)
    builder.set("licenseFile", licenseFile)
    return builder.json
  }
}
