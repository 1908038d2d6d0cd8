import Digests

/// What became of a file that a record names.
public enum FileFate: Hashable, Sendable {
  /// It is there, with the contents that the record names.
  case present(path: String)
  /// A file of its name is there, with other contents.
  case changed(path: String, found: Digest)
  /// Nothing of its contents or name is there.
  case absent
}
