import Files
import Glibc

/// Where a download gathers its bytes.
///
/// Beside the data there is a small file, `PATH.json`, that tells what they are the beginning of, so
/// that another process can go on where this one was killed. The caller sees to it that nobody else
/// uses the two at the same time.
public struct PartialFile: Hashable, Sendable {
  /// The file of the data.
  public let path: String

  /// Names a file; its folder has to exist.
  public init(path: String) { self.path = path }

  /// The file that tells what the data are the beginning of.
  public var recordPath: String { path + ".json" }
}

/// Room on disks.
enum FreeSpace {
  /// Checks that bytes fit on the disk of a file.
  ///
  /// - Parameter freed: how many bytes of the disk become free before.
  static func check(
    _ needed: Int, freed: Int = 0, for file: PartialFile
  ) throws(DownloadError) {
    var status = statvfs()
    // A file system that does not tell is tried.
    guard statvfs(Folder.parent(of: file.path), &status) == 0 else { return }
    let (free, isHuge) = Int(status.f_bavail).multipliedReportingOverflow(by: Int(status.f_frsize))
    guard !isHuge, needed > free + freed else { return }
    throw .noSpace(path: file.path, needed: needed, free: free + freed)
  }
}
