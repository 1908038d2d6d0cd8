import Foundation
import Glibc

/// The `darkroom` program that was built with the tests, run as a user runs it.
public enum CommandLineTool {
  /// How a run ended.
  public struct Outcome: Sendable, CustomStringConvertible {
    /// The exit status; 128 plus the signal when one ended the run, as a shell says it.
    public let status: Int32
    /// What came on standard output.
    public let output: String
    /// What came on standard error.
    public let errors: String
    /// Whether the run was ended because it took longer than it may.
    public let timedOut: Bool

    /// All of it, for the report of a failed test.
    public var description: String {
      "status \(status)\(timedOut ? " (timed out)" : "")\n\(output)\n\(errors)"
    }
  }

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

  /// Runs a program; its output goes through files, which unlike pipes are never full.
  public static func run(
    executable: String, _ arguments: [String], in folder: URL, timeout: Double
  ) throws -> Outcome {
    let streams = try WorkFolder()
    let output = try streams.file("stdout")
    let errors = try streams.file("stderr")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: executable)
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = ProcessInfo.processInfo.environment
      .merging(["darkroom": path, "SWIFT_BACKTRACE": "enable=no"]) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
    let deadline = Date(timeIntervalSinceNow: timeout)
    while process.isRunning, Date() < deadline { usleep(2000) }
    let timedOut = process.isRunning
    if timedOut { kill(process.processIdentifier, SIGKILL) }
    process.waitUntilExit()
    let signalled = process.terminationReason == .uncaughtSignal
    return Outcome(
      status: process.terminationStatus + (signalled ? 128 : 0),
      output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
      errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self), timedOut: timedOut)
  }
}
