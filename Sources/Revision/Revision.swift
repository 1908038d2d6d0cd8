/// What this program was built from, baked in by the plugin `BakeRevision` when it was built.
public enum Revision {
  /// The git commit that was checked out, 40 hexadecimal digits; nil where the package is no
  /// repository of its own.
  public static var commit: String? { Baked.commit }

  /// Whether `Package.swift`, `Plugins` and `Sources` were as in the commit.
  public static var isChanged: Bool { Baked.isChanged }

  /// The SHA-256 of the list of files in `Package.swift`, `Plugins` and `Sources`, as `sha256sum`
  /// writes it, sorted by path; 64 hexadecimal digits.
  public static var sources: String { Baked.sources }
}
