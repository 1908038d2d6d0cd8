import Foundation

/// The browser that tests look at pages with.
public enum Chromium {
  /// The program: `DARKROOM_BROWSER`, or `chromium` where programs are; nil when there is none.
  public static let path: String? = {
    let environment = ProcessInfo.processInfo.environment
    if let named = environment["DARKROOM_BROWSER"], !named.isEmpty { return named }
    return (environment["PATH"] ?? "").split(separator: ":").map { "\($0)/chromium" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }()
}
