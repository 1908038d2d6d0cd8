import Foundation

/// The `darkroom` program that was built with the tests, run as a user runs it.
public enum CommandLineTool {
  /// How a run ended.
  public typealias Outcome = StartedProgram.Outcome

  /// The binary: `DARKROOM_BINARY`, or the one of the release build, or that of the debug build.
  public static let path: String = {
    if let named = ProcessInfo.processInfo.environment["DARKROOM_BINARY"] { return named }
    let builds = ["release", "debug"].map { Fixtures.root.path + "/.build/\($0)/darkroom" }
    return builds.first { FileManager.default.isExecutableFile(atPath: $0) } ?? builds[0]
  }()

  /// Runs `darkroom` with arguments in a folder.
  public static func run(
    _ arguments: [String], in folder: URL, timeout: Double = 120
  ) throws -> Outcome {
    try run(executable: path, arguments, in: folder, timeout: timeout)
  }

  /// Runs a line of shell in which `$darkroom` is the program.
  public static func shell(
    _ line: String, in folder: URL, timeout: Double = 120
  ) throws -> Outcome {
    try run(executable: "/bin/bash", ["-c", line], in: folder, timeout: timeout)
  }

  /// Runs a program to its end.
  public static func run(
    executable: String, _ arguments: [String], in folder: URL, timeout: Double
  ) throws -> Outcome {
    try StartedProgram(executable, arguments, in: folder).end(timeout: timeout)
  }
}
