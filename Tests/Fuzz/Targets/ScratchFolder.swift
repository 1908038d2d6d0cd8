import Glibc

/// A folder in memory where there is one, for readers that take paths.
///
/// Each run makes its files again: a file that is mapped must not change.
struct ScratchFolder: ~Copyable {
  /// The folder.
  let path: String

  /// Makes a folder; ends the process where that is impossible.
  init() {
    var template = Array("\(Self.parent)/darkroom-fuzz-XXXXXX\0".utf8).map { CChar(bitPattern: $0) }
    guard template.withUnsafeMutableBufferPointer({ $0.baseAddress.flatMap(mkdtemp) }) != nil else {
      fatalError("no folder can be made in \(Self.parent)")
    }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit { Self.remove(path) }

  /// The path of a file in it with contents.
  func file(_ name: String, _ bytes: some Collection<UInt8>) -> String {
    let path = "\(path)/\(name)"
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    let bytes = Array(bytes)
    guard descriptor >= 0, write(descriptor, bytes, bytes.count) == bytes.count,
      close(descriptor) == 0
    else { fatalError("\(path) cannot be written") }
    return path
  }

  /// The path of a new folder in it.
  func folder(_ name: String) -> String {
    let path = "\(path)/\(name)"
    guard mkdir(path, 0o700) == 0 else { fatalError("\(path) cannot be made") }
    return path
  }

  private static let parent: String = {
    if let folder = getenv("TMPDIR") { return String(cString: folder) }
    return access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"
  }()

  /// Removes a folder and what is in it, as far as it goes.
  private static func remove(_ path: String) {
    guard let folder = opendir(path) else { return }
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      guard name != ".", name != ".." else { continue }
      let inner = "\(path)/\(name)"
      if unlink(inner) != 0 { remove(inner) }
    }
    closedir(folder)
    rmdir(path)
  }
}
