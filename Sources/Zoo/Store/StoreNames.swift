/// The names that the store gives; nothing that is called otherwise is ever removed.
enum StoreNames {
  /// The folders of a store.
  static let folders = [
    "objects", "steps", ModelEntry.folder, PullEntry.folder, VerifiedEntry.folder,
    PublicationEntry.folder, QuarantineEntry.folder, PulledEntry.folder, WithdrawnEntry.folder,
    incoming, "partial", "work", "locks",
  ]

  /// Where models of other zoos are gathered before they are verified.
  static let incoming = "incoming"

  /// Whether a name is so many hexadecimal digits, in small letters.
  static func isHash(_ name: some StringProtocol, digits: Int = 64) -> Bool {
    name.utf8.count == digits
      && name.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
  }

  /// Whether a name is what the system makes of six letters X.
  static func isUnique(_ name: some StringProtocol) -> Bool {
    name.utf8.count == 6
      && name.utf8.allSatisfy {
        (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
      }
  }

  /// Whether a path in the store is that of a file by its hash, `objects/ab/cdef...`.
  static func isObject(_ path: String) -> Bool {
    isHashed(path.split(separator: "/", omittingEmptySubsequences: false), "objects", "")
  }

  /// Whether a path in the store is that of a step, `steps/ab/cdef....json`.
  static func isStep(_ path: String) -> Bool {
    isHashed(path.split(separator: "/", omittingEmptySubsequences: false), "steps", ".json")
  }

  private static func isHashed(_ parts: [Substring], _ folder: String, _ suffix: String) -> Bool {
    parts.count == 3 && parts[0] == folder && isHash(parts[1], digits: 2)
      && parts[2].hasSuffix(suffix) && isHash(parts[2].dropLast(suffix.count), digits: 62)
  }

  /// The lock of a download.
  static func downloadLock(_ key: String) -> String { "download-\(key)" }

  /// The lock of a step.
  static func stepLock(_ key: String) -> String { "step-\(key)" }

  /// Whether a name is that of the file of a lock that goes with its holder.
  static func isTransientLock(_ name: String) -> Bool {
    guard name.hasSuffix(".lock") else { return false }
    let parts = name.dropLast(5).split(separator: "-", omittingEmptySubsequences: false)
    return parts.count == 2 && ["download", "step"].contains(parts[0]) && isHash(parts[1])
  }

  /// The download that a file in `partial` belongs to: KEY has the data, KEY.json tells what they
  /// are the beginning of, KEY.json.XXXXXX was to become that. Nil for any other name.
  static func downloadKey(_ name: String) -> String? {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    guard let key = parts.first, isHash(key) else { return nil }
    switch parts.count {
    case 1: return name
    case 2 where parts[1] == "json": return String(key)
    case 3 where parts[1] == "json" && isUnique(parts[2]): return String(key)
    default: return nil
    }
  }
}
