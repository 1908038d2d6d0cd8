import Files
import Provenance
import Text

/// The notice of a folder of records, behind a gate of licences.
public struct NoticeFiles: Sendable {
  private let folder: String
  private let notice: Notice
  private let refusals: [String]

  /// Makes the notice.
  ///
  /// - Parameters:
  ///   - search: folders with licence texts and the records of parents.
  ///   - policy: the licences that are allowed; nil for no gate.
  /// - Throws: a `Failure` when records or licence texts cannot be read or found.
  public init(
    folder: String, search: [String], policy: LicensePolicy?
  ) throws {
    self.folder = folder
    notice = try Notice(folders: [folder] + search)
    let records = try RecordIndex([folder]).entries.map(\.record)
    refusals = policy?.refusals(in: records) ?? []
  }

  /// What is not known but should be.
  public var warnings: [Lines] { notice.warnings.map { Lines($0) } }

  /// What was written, for people.
  public var written: String {
    notice.files.map(\.path).joined(separator: ", ")
  }

  /// What the gate refuses, and where the folder is not as the records give it.
  public var findings: [String] {
    refusals + notice.check(folder: folder).map(\.description)
  }

  /// Writes the notice where the gate lets it.
  ///
  /// - Returns: what the gate refuses; nothing was written then.
  /// - Throws: a `Failure` (unwritable).
  public func write(
    replacing replacement: Replacement = .own
  ) throws -> [String] {
    guard refusals.isEmpty else { return refusals }
    try notice.write(to: folder, replacing: replacement)
    return []
  }
}
