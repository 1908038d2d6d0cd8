import Digests

/// Something that a notice speaks of: a file, a set of pictures, a program.
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
  /// What it is: a role, a version, a number of pictures.
  var detail: String
  var license: LicenseStatement
  var attribution: String?
  var uris: [String]
  var digest: Digest?
  var licenseFile: FileReference?
}
