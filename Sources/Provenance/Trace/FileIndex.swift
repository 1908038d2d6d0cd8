import Digests
import Files
import Synchronization

/// Files in some folders, found by what is in them, whatever they are called.
///
/// A file is hashed only when one of its size is asked for, and once.
public final class FileIndex: Sendable {
  private let pathsBySize: [Int: [String]]
  private let pathsByName: [RelativePath: [String]]
  private let hashes = Mutex<[String: Digest?]>([:])

  /// Looks through folders and those within them.
  ///
  /// - Throws: `DocumentError.file` when a folder cannot be read.
  public init(_ folders: [String]) throws(DocumentError) {
    var paths: [Int: [String]] = [:]
    var seen: Set<FileIdentity> = []
    for folder in folders {
      let tree: FolderTree
      do throws(FileError) { tree = try FolderTree(path: folder) } catch { throw .file(error) }
      for entry in tree.entries {
        let path = folder == "." ? entry.path : "\(folder)/\(entry.path)"
        guard case .file(let size) = entry.kind, let identity = FileIdentity(path: path),
          seen.insert(identity).inserted
        else { continue }
        paths[size, default: []].append(path)
      }
    }
    pathsBySize = paths
    let sorted = paths.values.joined().sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    pathsByName = Dictionary(grouping: sorted) { RelativePath(Folder.name(of: $0)) }
  }

  /// The paths of files with these contents, in the order of the folders and of their names.
  public func paths(of file: FileReference) -> [String] {
    (pathsBySize[file.size] ?? []).filter { digest(ofFile: $0) == file.digest }
  }

  /// The paths of the files whose names end so.
  func paths(endingIn suffix: String) -> [String] {
    pathsBySize.values.joined().filter { $0.hasSuffix(suffix) }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The paths of the files with this name.
  func paths(named name: String) -> [String] {
    pathsByName[RelativePath(name)] ?? []
  }

  /// The hash of a file; nil when it cannot be read.
  func digest(ofFile path: String) -> Digest? {
    if let known = hashes.withLock({ $0[path] }) { return known }
    let digest = try? FileHashes.hash(path).get().digest
    hashes.withLock { $0[path] = .some(digest) }
    return digest
  }

  /// What became of a file that a record names.
  func fate(of file: FileReference) -> FileFate {
    if let path = paths(of: file).first { return .present(path: path) }
    let name = Folder.name(of: file.name)
    for path in paths(named: name) {
      guard let found = digest(ofFile: path) else { continue }
      return .changed(path: path, found: found)
    }
    return .absent
  }
}

/// What became of a file that a record names.
public enum FileFate: Hashable, Sendable {
  /// It is there, with the contents that the record names.
  case present(path: String)
  /// A file of its name is there, with other contents.
  case changed(path: String, found: Digest)
  /// Nothing of its contents or name is there.
  case absent
}
