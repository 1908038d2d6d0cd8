import Files
import Glibc

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
