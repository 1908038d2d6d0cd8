/// What this program calls itself in the files it writes.
public enum ToolVersion {
  /// The version by https://semver.org.
  public static let number = "0.1.0"
  /// For example `darkroom 0.1.0`.
  public static let text = "darkroom \(number)"
}
