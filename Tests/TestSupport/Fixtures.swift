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
    "needs ../shared, which is not here; CONTRIBUTING.md says what it holds and how to get it"

  /// The names of the folders in `shared/FOLDER`, sorted; empty when `shared` is missing.
  public static func names(in folder: String) -> [String] {
    guard let shared else { return [] }
    let url = shared.appendingPathComponent(folder)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
    return names.sorted()
  }
}

/// A folder of test data.
public struct FixtureFolder: Sendable {
  private let url: URL

  /// A folder at a place.
  public init(_ url: URL) { self.url = url }

  /// The path of the folder.
  public var path: String { url.path }

  /// The path of a file in the folder.
  public func file(_ name: String) -> String { url.appendingPathComponent(name).path }

  /// The float32 values of a file.
  public func floats(_ name: String) throws -> [Float] {
    let data = try Data(contentsOf: url.appendingPathComponent(name))
    return data.withUnsafeBytes { bytes in
      stride(from: 0, to: bytes.count - 3, by: 4).map {
        bytes.loadUnaligned(fromByteOffset: $0, as: Float.self)
      }
    }
  }

  /// The values of `layer_NNN.f32`; nil when there is no such file.
  public func layer(_ index: Int) -> [Float]? {
    try? floats(String(format: "layer_%03d.f32", index))
  }

  /// The indices of all `layer_NNN.f32`, sorted.
  public var layerIndices: [Int] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
    return names.compactMap { name in
      name.hasPrefix("layer_") && name.hasSuffix(".f32")
        ? Int(name.dropFirst(6).dropLast(4)) : nil
    }.sorted()
  }
}

extension Fixtures {
  /// A folder below `shared`.
  public static func folder(_ path: String) throws -> FixtureFolder {
    guard let shared else { throw MissingFixture(path: path) }
    return FixtureFolder(shared.appendingPathComponent(path))
  }
}

/// Test data that is not there.
public struct MissingFixture: Error {
  /// Below `shared`.
  public let path: String
}
