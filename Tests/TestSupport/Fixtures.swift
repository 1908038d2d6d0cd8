import Foundation

/// Where the tests find their data.
public enum Fixtures {
  /// The root of the package.
  public static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The test data of the repository; `README.md` in it says what it is and how it was made.
  public static let own = FixtureFolder(root.appendingPathComponent("Tests/Fixtures"))

  /// The folder of other people's test data beside the package, or nil where it is absent.
  public static let shared: URL? = {
    let folder = root.deletingLastPathComponent().appendingPathComponent("shared")
    let models = folder.appendingPathComponent("models").path
    return FileManager.default.fileExists(atPath: models) ? folder : nil
  }()

  /// Said by tests that are skipped because `shared` is missing.
  public static let sharedIsMissing: String =
    "needs ../shared, published models and images of other people; CONTRIBUTING.md, "
    + "'Optional test data', says what it holds and where to get it"

  /// The names of the folders in `shared/FOLDER`, sorted; empty when `shared` is missing.
  public static func names(in folder: String) -> [String] {
    (try? Fixtures.folder(folder))?.names ?? []
  }
}

/// A folder of test data.
public struct FixtureFolder: Sendable {
  /// Where it is.
  public let url: URL

  /// A folder at a place.
  public init(_ url: URL) { self.url = url }

  /// The path of the folder.
  public var path: String { url.path }

  /// The names of what is in the folder, sorted; empty when there is no such folder.
  public var names: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []).sorted()
  }

  /// A folder in the folder.
  public func folder(_ name: String) -> FixtureFolder {
    FixtureFolder(url.appendingPathComponent(name))
  }

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
    names.compactMap { name in
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
