import Digests
import JSON

/// Something that a notice speaks of: a file, a set of images, a program.
struct NoticeSubject: Hashable {
  /// The sections of a notice, in their order.
  enum Section: Int, CaseIterable, Comparable {
    case artifacts
    case materials
    case calibration
    case measurement
    case tools

    static func < (a: Section, b: Section) -> Bool { a.rawValue < b.rawValue }
  }

  var section: Section
  var name: String
  /// What it is: a role, a version, a number of images.
  var detail: String
  var license: LicenseStatement
  var attribution: String?
  var uris: [String]
  var digest: Digest?
  var licenseFile: FileReference?
}

extension NoticeSubject {
  /// Everything that records speak of, in the order of a notice, each once.
  static func subjects(of records: [ProvenanceRecord]) -> [NoticeSubject] {
    let artifacts = Set(records.map(\.artifact.file.digest))
    var all: Set<NoticeSubject> = []
    for record in records {
      all.insert(artifact(record.artifact))
      // A parent whose record is here stands among the artifacts.
      for material in record.materials where !artifacts.contains(material.file.digest) {
        all.insert(NoticeSubject.material(material))
      }
      if let calibration = record.calibration { all.insert(NoticeSubject.calibration(calibration)) }
      for tool in [record.tool] + record.otherTools { all.insert(NoticeSubject.tool(tool)) }
      for measurement in record.measurements {
        if let dataset = measurement.dataset { all.insert(NoticeSubject.dataset(dataset)) }
        if let tool = measurement.tool { all.insert(NoticeSubject.tool(tool)) }
      }
    }
    return all.sorted { $0.order.lexicographicallyPrecedes($1.order) }
  }

  /// What decides the order; it has every field, so that there is but one order.
  private var order: [UInt8] {
    let fields: [JSONValue] = [
      .whole(section.rawValue), .text(name), .text(detail), .text(license.description),
      .text(attribution ?? ""), .texts(uris), .text(digest?.description ?? ""),
      .text(licenseFile?.digest.description ?? ""),
    ]
    return JSONValue.array(fields).canonicalBytes
  }

  private static func artifact(_ artifact: Artifact) -> NoticeSubject {
    NoticeSubject(
      section: .artifacts, name: artifact.file.name, detail: artifact.title ?? "",
      license: artifact.license, attribution: artifact.attribution, uris: artifact.uris,
      digest: artifact.file.digest, licenseFile: artifact.licenseFile)
  }

  private static func material(_ material: Material) -> NoticeSubject {
    NoticeSubject(
      section: .materials, name: material.file.name, detail: material.role.rawValue,
      license: material.license, attribution: material.attribution, uris: material.uris,
      digest: material.file.digest, licenseFile: material.licenseFile)
  }

  private static func calibration(_ calibration: Calibration) -> NoticeSubject {
    NoticeSubject(
      section: .calibration, name: calibration.name, detail: "\(calibration.count) images",
      license: calibration.license, attribution: calibration.attribution, uris: calibration.uris,
      digest: calibration.digest, licenseFile: calibration.licenseFile)
  }

  private static func dataset(_ dataset: MeasuredDataset) -> NoticeSubject {
    NoticeSubject(
      section: .measurement, name: dataset.name + (dataset.split.map { " \($0)" } ?? ""),
      detail: "\(dataset.imageCount) images", license: dataset.license,
      attribution: dataset.attribution, uris: dataset.uris, digest: dataset.annotations?.digest)
  }

  private static func tool(_ tool: Tool) -> NoticeSubject {
    NoticeSubject(
      section: .tools, name: tool.name,
      detail: tool.version + (tool.purpose.map { ", \($0)" } ?? ""), license: tool.license,
      attribution: tool.attribution, uris: tool.uris)
  }
}
