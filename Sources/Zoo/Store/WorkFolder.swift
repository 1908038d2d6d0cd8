import Files
import Synchronization

/// The folder that a process works in; it goes when the process is done, or when the next one finds
/// that its process was killed.
final class WorkFolder: Sendable {
  /// Where it is.
  let path: String
  private let lock: FileLock
  private let count = Atomic(0)
  private static let lockName = ".lock"

  /// Clears away the folders of processes that are no more, and makes a new one.
  ///
  /// - Parameter mutex: the file that keeps others from taking a new folder for an abandoned one.
  init(in parent: String, lockedBy mutex: String) throws(FileError) {
    let alone = try FileLock.acquire(mutex, .exclusive)
    defer { withExtendedLifetime(alone) {} }
    // Without the mutex a new folder might be taken for an abandoned one.
    for name in alone.isHeld ? Folder.allNames(in: parent) : []
    where WorkFolder.isOne(name, in: parent) {
      let folder = "\(parent)/\(name)"
      // It was killed before it had a lock; nobody makes one now.
      if Folder.kind(of: WorkFolder.lockName, in: folder) == .nothing {
        Folder.removeEmpty(folder)
      } else if let abandoned = try FileLock.acquireNow(
        "\(folder)/\(WorkFolder.lockName)", .exclusive)
      {
        WorkFolder.remove(folder)
        withExtendedLifetime(abandoned) {}
      }
    }
    let path = try Folder.createUnique(prefix: "\(parent)/")
    do throws(FileError) {
      lock = try FileLock.acquire("\(path)/\(WorkFolder.lockName)", .exclusive)
    } catch {
      WorkFolder.remove(path)
      throw error
    }
    self.path = path
  }

  deinit { WorkFolder.remove(path) }

  /// The file of the lock goes last, as it tells the next process what the folder is.
  private static func remove(_ folder: String) {
    for name in Folder.allNames(in: folder) where name != lockName {
      Folder.removeFile("\(folder)/\(name)")
      Folder.remove("\(folder)/\(name)")
    }
    Folder.removeFile("\(folder)/\(lockName)")
    Folder.removeEmpty(folder)
  }

  /// Whether an entry is such a folder: it is called as one, and holds the file of its lock, or
  /// nothing.
  static func isOne(_ name: String, in parent: String) -> Bool {
    guard StoreNames.isUnique(name), Folder.kind(of: name, in: parent) == .folder else {
      return false
    }
    switch Folder.kind(of: "\(name)/\(lockName)", in: parent) {
    case .file(size: 0): return true
    case .nothing: return (try? Folder.isEmpty("\(parent)/\(name)")) ?? false
    default: return false
    }
  }

  /// The path of a file to be, which no other one has.
  func newPath() -> String { "\(path)/\(count.add(1, ordering: .relaxed).newValue)" }

  /// A new folder within it.
  func folder() throws(FileError) -> String { try Folder.createUnique(prefix: "\(path)/") }
}
