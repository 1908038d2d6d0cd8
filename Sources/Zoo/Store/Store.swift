import Files
import Pipeline

/// Where the zoo keeps what it has: bytes by their SHA-256, and small documents that name them.
///
/// ```
/// objects/ab/cdef...   files by their SHA-256, never changed
/// steps/ab/cdef....json  what a step of a build gave, by the SHA-256 of all that went into it
/// models/NAME.json     the files of a model as it was built last
/// sources/NAME.json    which bytes a model is made from
/// verified/, published/ what was checked, and what was handed out with which signature
/// quarantine/          bytes that were not those asked for, with the reason
/// partial/             downloads that can be resumed
/// work/, locks/        what running processes do
/// ```
///
/// Nothing in it tells a time, a machine or a path, so that the same recipes give the same store.
/// Every file appears whole or not at all, so that a process may be killed at any moment, and
/// several may use it at once.
public final class Store: Sendable {
  /// The folder.
  public let path: String
  /// Keeps `gc` away while the store is in use.
  private let usage: FileLock
  /// What this process works in, which goes with it.
  let work: WorkFolder

  /// How a process uses a store.
  public enum Use: Hashable, Sendable {
    /// Together with others.
    case shared
    /// Alone, to remove things from it.
    case alone
  }

  /// The environment variable that names a store.
  public static let variable = "DARKROOM_STORE"

  /// `DARKROOM_STORE`, or `darkroom` in the folder for data of the XDG base directory specification,
  /// https://specifications.freedesktop.org/basedir-spec/latest/
  public static var defaultPath: String {
    UserSettings.value(of: variable)
      ?? UserSettings.folder("XDG_DATA_HOME", orInHome: ".local/share")
  }

  /// Opens a store; makes it where there is none, and clears away what killed processes left.
  ///
  /// - Throws: `PipelineError.unwritable`, also when another process uses a store that is needed
  ///   alone.
  public init(path: String, use: Use = .shared) throws(PipelineError) {
    self.path = path
    do throws(FileError) {
      for folder in ["objects", "locks", "work"] { try Folder.create("\(path)/\(folder)") }
      let lock = "\(path)/locks/use"
      switch use {
      case .shared: usage = try FileLock.acquire(lock, .shared)
      case .alone:
        guard let alone = try FileLock.acquireNow(lock, .exclusive) else {
          throw FileError(
            kind: .unwritable, path: path,
            message: "another process is using the store; try again when it is done")
        }
        usage = alone
      }
      work = try WorkFolder(in: "\(path)/work", lockedBy: "\(path)/locks/work")
    } catch { throw PipelineError(error) }
    Store.sweepLocks("\(path)/locks")
    sweepDownloads()
  }

  /// Waits until nobody else works on something.
  func lock(_ name: String) throws(PipelineError) -> FileLock {
    do throws(FileError) {
      return try FileLock.acquire("\(path)/locks/\(name).lock", .exclusive, isTransient: true)
    } catch { throw PipelineError(error) }
  }
}
