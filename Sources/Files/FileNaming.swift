/// How files are called in reports and messages.
public enum FileNaming: Hashable, Sendable {
  /// As the caller named them.
  case paths
  /// By their names without folders, so that nothing tells where they were when something was made.
  case names

  /// What a file is called.
  public func name(of path: String) -> String {
    self == .paths ? path : Folder.name(of: path)
  }
}
