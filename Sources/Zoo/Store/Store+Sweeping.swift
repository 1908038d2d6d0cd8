import Files
import Provenance

extension Store {
  /// Removes the files of locks whose holders were killed.
  static func sweepLocks(_ folder: String) {
    for name in Folder.allNames(in: folder) where name.hasSuffix(".lock") {
      _ = try? FileLock.acquireNow("\(folder)/\(name)", .exclusive, isTransient: true)
    }
  }

  /// Removes what is left of downloads that were killed just before they were done; those that can
  /// be resumed stay.
  func sweepDownloads() {
    let names = Set(Folder.allNames(in: "\(path)/partial"))
    for key in Set(names.map { String($0.prefix { $0 != "." }) }) {
      let lock = "\(path)/locks/\(Store.downloadLock(key)).lock"
      guard let alone = try? FileLock.acquireNow(lock, .exclusive, isTransient: true) else {
        continue
      }
      let isDone = !names.contains(key) || Digest(hexadecimal: key).map(contains) ?? false
      for name in names where name == key || name.hasPrefix(key + ".") {
        if isDone || name != key && name != key + ".json" {
          Folder.removeFile("\(path)/partial/\(name)")
        }
      }
      withExtendedLifetime(alone) {}
    }
  }

  /// The lock of a download.
  static func downloadLock(_ key: String) -> String { "download-\(key)" }
}
