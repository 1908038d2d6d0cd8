import Foundation

/// Programs of others, in Python, that results are compared with.
///
/// They live in a private virtual environment made from `Tests/Peers/requirements.txt`.
public enum Peers {
  /// The interpreter: `DARKROOM_PEERS_PYTHON`, or `.build/peers/bin/python` in the package; nil when
  /// there is none.
  public static let python: URL? = {
    if let path = ProcessInfo.processInfo.environment["DARKROOM_PEERS_PYTHON"] {
      return URL(fileURLWithPath: path)
    }
    let python = Fixtures.root.appendingPathComponent(".build/peers/bin/python")
    return FileManager.default.isExecutableFile(atPath: python.path) ? python : nil
  }()

  /// Said by tests that are skipped because `python` is missing.
  public static let areMissing: String =
    "needs the Python peers: python3 -m venv .build/peers && "
    + ".build/peers/bin/pip install -r Tests/Peers/requirements.txt"

  /// What a script left behind.
  public struct Result: Sendable {
    /// 0 for success.
    public let status: Int32
    /// The standard output.
    public let output: String
    /// The standard error.
    public let errors: String
  }

  /// Runs a script of `Tests/Peers` to its end.
  public static func run(_ script: String, _ arguments: [String]) throws -> Result {
    guard let python else { throw CocoaError(.fileNoSuchFile) }
    let folder = try TemporaryFolder()
    let output = folder.url.appendingPathComponent("output")
    let errors = folder.url.appendingPathComponent("errors")
    for file in [output, errors] { try Data().write(to: file) }
    let process = Process()
    process.executableURL = python
    let path = Fixtures.root.appendingPathComponent("Tests/Peers/\(script)").path
    process.arguments = [path] + arguments
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
    process.waitUntilExit()
    return Result(
      status: process.terminationStatus,
      output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
      errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self))
  }
}
