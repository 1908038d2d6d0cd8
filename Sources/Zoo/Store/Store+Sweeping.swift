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
      forgetDownload(ifEmpty: key)
      let isDone = !names.contains(key) || Digest(hexadecimal: key).map(contains) ?? false
      for name in names where name == key || name.hasPrefix(key + ".") {
        if isDone || name != key && name != key + ".json" {
          Folder.removeFile("\(path)/partial/\(name)")
        }
      }
      withExtendedLifetime(alone) {}
    }
  }

  /// Removes what a download left that brought nothing, so that nothing can be resumed; by whoever
  /// has its lock.
  func forgetDownload(ifEmpty key: String) {
    let path = "\(path)/partial/\(key)"
    guard let file = try? MappedFile(path: path), file.count == 0 else { return }
    Folder.removeFile(path)
    Folder.removeFile(path + ".json")
  }

  /// The lock of a download.
  static func downloadLock(_ key: String) -> String { "download-\(key)" }
}
