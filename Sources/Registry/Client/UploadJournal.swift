import Digests
import Download
import Files
import Glibc
import JSON

/// Remembers how far the upload of a large file is, so that a process that was killed is followed by
/// one that goes on: a small file in `darkroom/uploads` of `XDG_CACHE_HOME`, or of `~/.cache`.
///
/// Where it cannot be kept, or another process sends the same file now, nothing is remembered.
final class UploadJournal {
  private let path: String
  private let lock: FileLock

  /// Opens the journal of a file for a registry.
  init?(_ blob: Digest, for place: WebAddress, in folder: String?) {
    guard let folder else { return nil }
    let uploads = "\(folder)/darkroom/uploads"
    let name = Digest(of: Array("\(place.url) \(blob)".utf8))
    path = "\(uploads)/\(name).json"
    guard (try? Folder.create(uploads)) != nil,
      // Addresses of uploads may hold what lets others go on with them.
      chmod(uploads, 0o700) == 0,
      let lock = try? FileLock.acquireNow("\(path).lock", .exclusive, isTransient: true)
    else { return nil }
    self.lock = lock
  }

  /// The folder of this user's caches; nil where there is none.
  static var usualFolder: String? {
    if let folder = Environment.value("XDG_CACHE_HOME"), folder.hasPrefix("/") { return folder }
    return Environment.value("HOME").flatMap { $0.hasPrefix("/") ? "\($0)/.cache" : nil }
  }

  /// Where an earlier process was; nil where there was none.
  func read() -> WebAddress? {
    var bytes: [UInt8] = []
    _ = try? StreamedFile.read(path) { piece in
      bytes += piece
      return bytes.count <= 1 << 16
    }
    guard bytes.count <= 1 << 16, let value = try? JSONValue(parsing: bytes),
      let text = value["location"]?.text
    else { return nil }
    return try? Address(text).web
  }

  /// Remembers where the next part goes.
  func write(_ location: WebAddress) {
    let value = JSONValue.object(["location": .text(location.url)])
    try? AtomicFile.write(value.canonicalBytes, to: path, isUpdate: true)
  }

  /// Forgets it: the file is there, or the upload is not.
  func remove() { Folder.removeFile(path) }
}
