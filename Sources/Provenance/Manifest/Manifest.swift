import Files
import JSON
import Text

/// The files of a folder: paths, sizes, hashes, and what is known of them.
public struct Manifest: Hashable, Sendable {
  /// The version of the form that is written, and the latest that is read.
  public static let schemaVersion = 1

  /// The files, sorted by the bytes of their paths.
  public var files: [ManifestEntry]
  /// Paths in the folder that are not its business; one that ends in `/` means all within.
  public var ignored: [String]
  /// The model that the folder is a publication of; nil for any other folder. It marks a folder
  /// that `zoo publish` made, and may therefore update.
  public var publication: String?
  /// Fields of the document that this version does not know.
  public var others: [String: JSONValue] = [:]

  /// Lists files.
  public init(files: [ManifestEntry], ignored: [String] = []) {
    self.files = files.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    self.ignored = ignored.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The bytes of all files.
  public var byteCount: Int {
    files.reduce(0) { $0.addingReportingOverflow($1.size).partialValue }
  }

  /// The list of hashes, which `sha256sum -c` checks in the folder.
  public var digestList: DigestList {
    DigestList(inOrder: files.map { DigestList.Entry(path: $0.path, digest: $0.digest) })
  }
}

extension Manifest {
  /// The files that a query means: a hash or its first six digits or more, a path, or a name
  /// without folders; the first of these that fits decides.
  public func files(matching query: String) -> [ManifestEntry] {
    let digits = query.lowercased()
    let isHash =
      (6...64).contains(digits.utf8.count)
      && digits.utf8.allSatisfy {
        (0x30...0x39).contains($0) || (0x61...0x66).contains($0)
      }
    if isHash {
      let found = files.filter { $0.digest.description.hasPrefix(digits) }
      if !found.isEmpty { return found }
    }
    // As it is first: a manifest can list what begins so, though it should not.
    for path in query.hasPrefix("./") ? [query, String(query.dropFirst(2))] : [query] {
      let exact = files.filter { $0.path.utf8.elementsEqual(path.utf8) }
      if !exact.isEmpty { return exact }
    }
    return files.filter { $0.name == query }
  }
}

extension ManifestEntry {
  /// All that is known of the file, for people.
  public var text: Lines {
    var lines: [Lines] = [
      "\(shown(path))", "  sha256      \(digest)", "  size        \(size) bytes",
      "  media type  \(mediaType)",
    ]
    if let role { lines.append("  role        \(role)") }
    lines.append("  licence     \(license)")
    if let record { lines.append("  record      \(record)") }
    return lines.joined()
  }
}

extension Manifest {
  /// What is wrong with the paths alone: those that lead out of the folder or mean different files
  /// on different systems, and those that some file system takes for another one.
  public var pathFindings: [ManifestFinding] {
    var findings = files.compactMap { file in
      RelativePath.problem(of: file.path).map {
        ManifestFinding(path: file.path, kind: .path, message: "\($0) (in the manifest)")
      }
    }
    findings += RelativePath.collisions(in: files.map(\.path)).map { path, other in
      ManifestFinding(
        path: path, kind: .duplicate,
        message: "some file systems take it for \(shown(other)); rename one of them")
    }
    return findings
  }

  /// Hashes a folder again and compares.
  ///
  /// - Parameters:
  ///   - own: the path of the manifest itself, which it does not list; nil where it is elsewhere.
  ///   - absent: files that may be missing, where a part of the folder is looked at.
  ///   - threads: how many files are hashed at once.
  ///   - progress: told the bytes that are hashed and how many there are; from any thread, often.
  /// - Returns: everything that is wrong.
  /// - Throws: `DocumentError.file` when the folder itself cannot be read.
  public func verify(
    folder: String, own: String? = nil, absent: Set<String> = [], threads: Int = 2,
    progress: (@Sendable (_ done: Int, _ count: Int) -> Void)? = nil
  ) throws(DocumentError) -> ManifestReport {
    let own = own.flatMap { Folder.relativePath(of: $0, in: folder) }
    let contents = try FolderContents(
      folder, ignored: ignored + (own.map { [$0] } ?? []), threads: threads, progress: progress)
    var findings = pathFindings
    findings += contents.findings(against: files.map { ($0.path, $0.digest, $0.size) }).filter {
      $0.kind != .missing || !absent.contains($0.path)
    }
    return ManifestReport(contents, findings, listedCount: files.count)
  }
}
