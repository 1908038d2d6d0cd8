import Digests
import Files

/// The files of a folder that a manifest may list, hashed, and what stands in the way of the others.
struct FolderContents {
  /// A file that could be hashed.
  struct File {
    let path: String
    let hash: Contents
  }

  private(set) var files: [File] = []
  private(set) var findings: [ManifestFinding] = []
  /// Failures among them that say nothing of the files.
  private(set) var failuresOfMachine: [FileError] = []

  /// Looks through a folder and hashes what is in it.
  ///
  /// - Parameters:
  ///   - ignored: paths that are left out; one that ends in `/` means all within.
  ///   - only: the paths that are looked at; nil for all.
  init(
    _ folder: String, ignored: [String] = [], only: Set<RelativePath>? = nil, threads: Int,
    progress: FileHashes.Progress?
  ) throws(DocumentError) {
    let tree: FolderTree
    do throws(FileError) { tree = try FolderTree(path: folder) } catch { throw .file(error) }
    var paths: [String] = []
    var sizes: [Int] = []
    let names = Set(ignored.map(RelativePath.init))
    let folders = IgnoredFolders(ignored)
    for entry in tree.entries {
      if let only, !only.contains(RelativePath(entry.path)) { continue }
      if names.contains(RelativePath(entry.path)) { continue }
      if folders.above(entry.path) != nil { continue }
      if let problem = RelativePath.problem(of: entry.path) {
        add(entry.path, .path, problem)
        continue
      }
      switch entry.kind {
      case .file(let size):
        paths.append(entry.path)
        sizes.append(size)
      case .outside(let target):
        add(entry.path, .link, "is a symbolic link out of the folder, to \(target); copy the file")
      case .linkedFolder(let target):
        add(entry.path, .link, "is a symbolic link to the folder \(target); copy it or remove it")
      case .special(let error), .unreadable(let error): add(entry.path, error)
      case .unnamable: add(entry.path, .path, "has a name that is not UTF-8; rename it")
      }
    }
    let hashes = FileHashes.of(
      paths.map { "\(folder)/\($0)" }, sizes: sizes, threads: threads, progress: progress)
    for (path, result) in zip(paths, hashes) {
      switch result {
      case .success(let hash): files.append(File(path: path, hash: hash))
      case .failure(let error): add(path, error)
      }
    }
  }

  private mutating func add(_ path: String, _ error: FileError) {
    add(path, .unreadable, error.message.description)
    if error.isOfMachine { failuresOfMachine.append(error) }
  }

  private mutating func add(_ path: String, _ kind: ManifestFinding.Kind, _ message: String) {
    findings.append(ManifestFinding(path: path, kind: kind, message: message))
  }
}

/// Folders that are left out with all within. Looking one up takes as long as the path has parts,
/// however many there are: a list of them may come from others.
struct IgnoredFolders {
  private let paths: Set<RelativePath>

  /// Takes the paths that end in `/`.
  init(_ paths: [String]) {
    self.paths = Set(
      paths.filter { $0.utf8.last == UInt8(ascii: "/") }.map { RelativePath(String($0.dropLast())) }
    )
  }

  /// The outermost of them that a path lies in; nil where there is none.
  func above(_ path: String) -> String? {
    guard !paths.isEmpty else { return nil }
    let bytes = path.utf8
    for end in bytes.indices where bytes[end] == UInt8(ascii: "/") {
      let folder = String(path[..<end])
      if paths.contains(RelativePath(folder)) { return folder }
    }
    return nil
  }
}

extension FolderContents {
  /// Everything that is not as a list says, in no order: what is missing, changed or extra, and what
  /// could not be hashed.
  ///
  /// - Parameter expected: paths with their hashes, and their sizes where they are known.
  func findings(
    against expected: [(path: String, digest: Digest, size: Int?)]
  ) -> [ManifestFinding] {
    var findings = self.findings
    var listed: [RelativePath: (path: String, digest: Digest, size: Int?)] = [:]
    for file in expected { listed[RelativePath(file.path)] = file }
    var present = Set(findings.map { RelativePath($0.path) })
    for file in files {
      let path = RelativePath(file.path)
      present.insert(path)
      guard let entry = listed[path] else {
        findings.append(
          ManifestFinding(
            path: file.path, kind: .extra, message: "is not in the list; add it or remove it"))
        continue
      }
      let change: String? =
        if let size = entry.size, size != file.hash.size {
          "has \(file.hash.size) bytes, where \(size) are listed"
        } else if file.hash.digest != entry.digest {
          "has sha256 \(file.hash.digest), where \(entry.digest) is listed"
        } else {
          nil
        }
      if let change {
        findings.append(ManifestFinding(path: file.path, kind: .changed, message: change))
      }
    }
    for (path, entry) in listed where !present.contains(path) {
      findings.append(
        ManifestFinding(path: entry.path, kind: .missing, message: "is listed but not there"))
    }
    return findings
  }
}
