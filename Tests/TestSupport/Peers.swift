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
    "needs the Python peers, which are not here; `make peers` installs them into .build/peers"

  /// Runs a script of `Tests/Peers` to its end, which comes within an hour.
  public static func run(
    _ script: String, _ arguments: [String]
  ) throws -> StartedProgram.Outcome {
    guard let python else { throw CocoaError(.fileNoSuchFile) }
    let path = Fixtures.root.appendingPathComponent("Tests/Peers/\(script)").path
    return try StartedProgram(python.path, [path] + arguments).end(timeout: 3600)
  }
}
