import Synchronization
import Glibc

/// The files that this process has read or written, which nothing it writes may replace.
///
/// A command reads files that its arguments name, files beside them, and files that those name; where
/// one of all these has the name of an output, however it is spelled, replacing it would destroy what
/// its user works from. Asked for once, at the start of a program: whoever uses the rooms from a
/// program of their own may read a file, change it and write it back.
public final class FilesInUse: Sendable {
  /// The process's register.
  public static let shared = FilesInUse()

  private let files = Mutex<Set<FileVersion>?>(nil)

  /// Begins to remember.
  public func keep() { files.withLock { if $0 == nil { $0 = [] } } }

  /// Remembers an open file.
  func add(_ status: stat) { files.withLock { _ = $0?.insert(FileVersion(status)) } }

  /// Remembers the file at a path.
  func add(_ path: String) {
    var status = stat()
    if stat(path, &status) == 0 { add(status) }
  }

  /// Lets a file be replaced, because it was looked at for nothing else.
  public func forget(_ path: String) {
    var status = stat()
    if stat(path, &status) == 0 { files.withLock { _ = $0?.remove(FileVersion(status)) } }
  }

  /// - Throws: `FileError.unwritable` where a file is one of them.
  func check(_ status: stat, _ path: String) throws(FileError) {
    guard files.withLock({ $0?.contains(FileVersion(status)) == true }) else { return }
    throw FileError(
      kind: .unwritable, path: path,
      message: "would be overwritten, but is read or written by this command; choose another output"
    )
  }
}

/// A file as it is until somebody changes it; numbers of files alone are given again.
private struct FileVersion: Hashable {
  let device: UInt64
  let inode: UInt64
  let size: Int64
  let seconds: Int
  let nanoseconds: Int

  init(_ status: stat) {
    device = UInt64(status.st_dev)
    inode = UInt64(status.st_ino)
    size = Int64(status.st_size)
    (seconds, nanoseconds) = (status.st_mtim.tv_sec, status.st_mtim.tv_nsec)
  }
}
