import Files
import Pipeline
import Text

/// Where the zoo keeps what it has: bytes by their SHA-256, and small documents that name them.
///
/// ```
/// darkroom-store.json  the mark; a folder without it is no store, and nothing in it is touched
/// objects/ab/cdef...   files by their SHA-256, never changed
/// steps/ab/cdef....json  what a step of a build gave, by the SHA-256 of all that went into it
/// models/NAME.json     the files of a model as it was built last
/// sources/NAME.json    which bytes a model is made from
/// verified/, published/ what was checked, and what was published with which signature
/// pulled/NAME.json     a built model of somebody else's zoo, with its origin and its publisher's key
/// withdrawn/NAME.json  what was withdrawn of our publications
/// incoming/            models of other zoos that are being pulled
/// quarantine/          bytes that were not those asked for, with the reason
/// partial/             downloads that can be resumed
/// work/, locks/        what running processes do
/// ```
///
/// Nothing in it tells a time, a machine or a path, so that the same recipes give the same store.
/// Every file appears whole or not at all, so that a process may be killed at any moment, and
/// several may use it at once. No symbolic link within it is followed.
public final class Store: Sendable {
  /// The folder.
  public let path: String
  /// Keeps `gc` away while the store is in use; nil where there is none yet.
  private let usage: FileLock?
  /// What this process works in, which goes with it; nil where there is no store yet.
  private let workFolder: WorkFolder?

  /// How a process uses a store.
  public enum Use: Hashable, Sendable {
    /// Together with others, to put something into it; it is made where there is none.
    case filling
    /// Together with others; where there is none, it is as an empty one, and is not made.
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

  /// Opens a store, and clears away what killed processes left.
  ///
  /// - Throws: a `Failure` (unwritable), also for a folder that is no store but holds something,
  ///   and when another process uses a store that is needed alone.
  public init(path: String, use: Use = .shared) throws {
    self.path = path
    let mark = StoreMark(in: path)
    switch try mark.find() {
    case .store: break
    case .vacant:
      guard use == .filling else {
        (usage, workFolder) = (nil, nil)
        return
      }
      try mark.make()
    case .unmarked:
      throw PipelineError.unwritable(
        """
        \(path): looks like a store of an earlier version of darkroom, but has no \
        \(StoreMark.name); `darkroom zoo init --store \(path)` makes it a store and keeps all that \
        is in it; nothing was changed
        """)
    case .foreign(let names): throw Store.foreign(path, names)
    }
    for folder in StoreNames.folders where Folder.kind(of: folder, in: path) == .other {
      throw FileError(
        kind: .unwritable, path: "\(path)/\(folder)",
        message: "is no folder, and the store follows no symbolic link; put a folder there, or "
          + "move the whole store and name its place\(with: .store)")
    }
    for folder in ["objects", "locks", "work"] { try Folder.create(folder, in: path) }
    let lock = "\(path)/locks/use"
    if use == .alone {
      guard let alone = try FileLock.acquireNow(lock, .exclusive) else {
        throw FileError(
          kind: .unwritable, path: path,
          message:
            "another process is using the store, or its file system has no locks; try again when it is "
            + "done, on a machine whose own disk has the store")
      }
      usage = alone
    } else {
      usage = try FileLock.acquire(lock, .shared)
    }
    workFolder = try WorkFolder(in: "\(path)/work", lockedBy: "\(path)/locks/work")
    Store.sweepLocks("\(path)/locks")
    sweepDownloads()
  }

  /// What became of a folder that was to be a store.
  public enum Adoption: Hashable, Sendable {
    /// It was new or empty.
    case made
    /// It held a store of an earlier version, which is kept as it is.
    case adopted
    /// It was a store already.
    case present
  }

  /// Makes a folder a store: one that is not there, is empty, or holds what a store does and nothing
  /// else.
  ///
  /// - Throws: a `Failure` (unwritable) for any other one.
  public static func adopt(_ path: String) throws -> Adoption {
    let mark = StoreMark(in: path)
    switch try mark.find() {
    case .store: return .present
    case .vacant:
      try mark.make()
      return .made
    case .unmarked:
      try mark.make()
      return .adopted
    case .foreign(let names): throw foreign(path, names)
    }
  }

  private static func foreign(_ path: String, _ names: [String]) -> PipelineError {
    .unwritable(
      """
      \(path): is no store of darkroom zoo: it holds \(names.few); nothing was changed; name a new \
      or empty folder with --store or \(variable)
      """)
  }

  /// What this process works in.
  var work: WorkFolder {
    get throws {
      guard let workFolder else {
        throw PipelineError.fault("\(path): is written to before it was made")
      }
      return workFolder
    }
  }

  /// Waits until nobody else works on something.
  func lock(_ name: String) throws -> FileLock {
    return try FileLock.acquire("\(path)/locks/\(name).lock", .exclusive, isTransient: true)
  }
}
