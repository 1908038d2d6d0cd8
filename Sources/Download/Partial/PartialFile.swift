/// Where a download gathers its bytes.
///
/// Beside the data there is a small file, `PATH.json`, that tells what they are the beginning of, so
/// that another process can go on where this one was killed. The caller sees to it that nobody else
/// uses the two at the same time.
public struct PartialFile: Hashable, Sendable {
  /// The file of the data.
  public let path: String

  /// Names a file; its folder has to exist.
  public init(path: String) { self.path = path }

  /// The file that tells what the data are the beginning of.
  public var recordPath: String { path + ".json" }
}
