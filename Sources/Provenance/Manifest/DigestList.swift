import Digests

/// A list of files as `sha256sum` writes and checks it.
public struct DigestList: Hashable, Sendable {
  /// A line of the list.
  public struct Entry: Hashable, Sendable {
    /// The file, relative to wherever the list is checked.
    public var path: String
    /// The SHA-256 of its contents.
    public var digest: Digest
    /// Whether the line has the mark of binary mode, which means nothing on Linux.
    public var isBinary: Bool

    /// Names a file.
    public init(path: String, digest: Digest, isBinary: Bool = false) {
      self.path = path
      self.digest = digest
      self.isBinary = isBinary
    }
  }

  /// The files, in the order of the lines.
  public var entries: [Entry]

  /// A list of files in the order of their hashes, then paths.
  public init(_ entries: some Sequence<Entry>) {
    self.entries = entries.sorted { a, b in
      a.digest == b.digest
        ? a.path.utf8.lexicographicallyPrecedes(b.path.utf8) : a.digest < b.digest
    }
  }

  /// A list of files in the order they are given in.
  public init(inOrder entries: [Entry]) { self.entries = entries }
}

extension DigestList {
  /// The text: a line `HASH  PATH` for each file.
  ///
  /// As in GNU coreutils, a line whose path holds a backslash, a newline or a carriage return
  /// begins with a backslash, and those are written `\\`, `\n` and `\r`.
  public var text: String {
    entries.map { entry in
      let escaped = DigestList.escape(entry.path)
      let isEscaped = escaped.utf8.count != entry.path.utf8.count
      return "\(isEscaped ? "\\" : "")\(entry.digest) \(entry.isBinary ? "*" : " ")\(escaped)\n"
    }.joined()
  }

  private static func escape(_ path: String) -> String {
    var bytes: [UInt8] = []
    for byte in path.utf8 {
      switch byte {
      case UInt8(ascii: "\\"): bytes += Array("\\\\".utf8)
      case UInt8(ascii: "\n"): bytes += Array("\\n".utf8)
      case UInt8(ascii: "\r"): bytes += Array("\\r".utf8)
      default: bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension DigestList {
  /// Hashes the files of the list again, in a folder, and compares.
  ///
  /// Unlike `sha256sum -c` it opens nothing outside of the folder: such paths, and links that leave
  /// it, are among the findings. Files that are not listed are none of its business.
  ///
  /// - Parameters:
  ///   - threads: how many files are hashed at once.
  ///   - progress: told the bytes that are hashed and how many there are; from any thread, often.
  /// - Returns: everything that is wrong.
  /// - Throws: `DocumentError.file` when the folder itself cannot be read.
  public func verify(
    folder: String, threads: Int = 2,
    progress: (@Sendable (_ done: Int, _ count: Int) -> Void)? = nil
  ) throws(DocumentError) -> ManifestReport {
    var findings: [ManifestFinding] = []
    var expected: [(path: String, digest: Digest, size: Int?)] = []
    var digests: [RelativePath: Digest] = [:]
    for entry in entries {
      let path = entry.path.hasPrefix("./") ? String(entry.path.dropFirst(2)) : entry.path
      if let problem = RelativePath.problem(of: path) {
        findings.append(
          ManifestFinding(path: path, kind: .path, message: "\(problem) (in the list)"))
      } else if let other = digests.updateValue(entry.digest, forKey: RelativePath(path)) {
        guard other != entry.digest else { continue }
        findings.append(
          ManifestFinding(path: path, kind: .duplicate, message: "is listed with several hashes"))
      } else {
        expected.append((path, entry.digest, nil))
      }
    }
    let contents = try FolderContents(
      folder, only: Set(expected.map { RelativePath($0.path) }), threads: threads,
      progress: progress)
    return ManifestReport(
      contents, findings + contents.findings(against: expected), listedCount: entries.count)
  }
}
