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
