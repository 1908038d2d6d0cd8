import Digests
import Files

extension Store {
  /// Removes the files of locks whose holders were killed.
  static func sweepLocks(_ folder: String) {
    for name in Folder.allNames(in: folder)
    where StoreNames.isTransientLock(name) && Folder.kind(of: name, in: folder) == .file(size: 0) {
      _ = try? FileLock.acquireNow("\(folder)/\(name)", .exclusive, isTransient: true)
    }
  }

  /// Removes what is left of downloads that were killed just before they were done; those that can
  /// be resumed stay.
  func sweepDownloads() {
    var names: [String: Set<String>] = [:]
    for name in Folder.allNames(in: "\(path)/partial") {
      guard let key = StoreNames.downloadKey(name),
        case .file = Folder.kind(of: "partial/\(name)", in: path)
      else { continue }
      names[key, default: []].insert(name)
    }
    for (key, names) in names {
      let lock = "\(path)/locks/\(StoreNames.downloadLock(key)).lock"
      guard let alone = try? FileLock.acquireNow(lock, .exclusive, isTransient: true) else {
        continue
      }
      forgetDownload(ifEmpty: key)
      let isDone = !names.contains(key) || Digest(hexadecimal: key).map(contains) ?? false
      for name in names where isDone || name != key && name != key + ".json" {
        Folder.removeFile("\(path)/partial/\(name)")
      }
      withExtendedLifetime(alone) {}
    }
  }

  /// Removes what a download left that brought nothing, so that nothing can be resumed; by whoever
  /// has its lock.
  func forgetDownload(ifEmpty key: String) {
    guard Folder.kind(of: "partial/\(key)", in: path) == .file(size: 0) else { return }
    Folder.removeFile("\(path)/partial/\(key)")
    Folder.removeFile("\(path)/partial/\(key).json")
  }
}
