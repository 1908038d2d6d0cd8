import Digests
import Files
import Pipeline

/// Why bytes were quarantined.
public struct QuarantineEntry: StoreDocument, Hashable {
  static let folder = "quarantine"
  /// The version of its form.
  public var schemaVersion = 1
  /// The bytes as they are.
  public var contents: Contents
  /// What they were to be, for example `weights yolov4.weights`.
  public var wanted: String
  /// The SHA-256 that were accepted; empty where none was known.
  public var accepted: [Digest]
  /// The model that they were for; nil where that is not known.
  public var model: String?
  /// Where they are from, or the place in the store.
  public var origin: String
  /// What is wrong with them.
  public var reason: String
}

extension Store {
  /// Puts bytes aside, with the reason; they are never used.
  ///
  /// - Parameter path: the file, which is moved.
  func quarantine(_ path: String, _ entry: QuarantineEntry) throws {
    // This makes the folder too.
    try write(entry, "\(entry.contents.digest)")
    try Folder.move(path, to: quarantinePath(entry.contents.digest))
  }

  /// Where bytes that were quarantined are.
  func quarantinePath(_ digest: Digest) -> String {
    "\(path)/\(QuarantineEntry.folder)/\(digest)"
  }

  /// Everything that was quarantined.
  public func quarantined() throws -> [QuarantineEntry] {
    var entries: [QuarantineEntry] = []
    for name in try names(QuarantineEntry.self) {
      if let entry = try read(QuarantineEntry.self, name) { entries.append(entry) }
    }
    return entries
  }
}
