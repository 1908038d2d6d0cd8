import Foundation

/// Where the tests find their data.
public enum Fixtures {
  /// The root of the package.
  public static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The folder of shared test data beside the package, or nil where it is absent.
  public static let shared: URL? = {
    let folder = root.deletingLastPathComponent().appendingPathComponent("shared")
    let models = folder.appendingPathComponent("models").path
    return FileManager.default.fileExists(atPath: models) ? folder : nil
  }()

  /// Said by tests that are skipped because `shared` is missing.
  public static let sharedIsMissing: String =
    "needs ../shared (conformance suite, models and pictures), which is not here"

  /// The names of the folders in `shared/FOLDER`, sorted; empty when `shared` is missing.
  public static func names(in folder: String) -> [String] {
    guard let shared else { return [] }
    let url = shared.appendingPathComponent(folder)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
    return names.sorted()
  }
}
