import Foundation
import Glibc

/// A program that runs beside a test: the one place where tests start processes.
///
/// Its output goes through files, which unlike pipes are never full.
public final class StartedProgram: Sendable {
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

  private let process = Process()
  private let streams: TemporaryFolder
  private let output: URL
  private let errors: URL

  /// Starts a program.
  ///
  /// - Parameters:
  ///   - folder: where it runs; nil for the folder of the tests.
  ///   - environment: variables beside those of the tests; `darkroom` is the program's path.
  ///   - input: its standard input; nil for none.
  public init(
    _ executable: String, _ arguments: [String], in folder: URL? = nil,
    environment: [String: String] = [:], input: Pipe? = nil
  ) throws {
    streams = try TemporaryFolder()
    output = streams.url.appendingPathComponent("stdout")
    errors = streams.url.appendingPathComponent("stderr")
    for file in [output, errors] { try Data().write(to: file) }
    process.executableURL = URL(fileURLWithPath: executable)
    process.arguments = arguments
    if let folder { process.currentDirectoryURL = folder }
    process.environment = ProcessInfo.processInfo.environment
      .merging(["darkroom": CommandLineTool.path, "SWIFT_BACKTRACE": "enable=no"]) { $1 }
      .merging(environment) { $1 }
    process.standardInput = input ?? FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
  }

  deinit { if process.isRunning { process.terminate() } }

  /// Whether it has not ended yet.
  public var isRunning: Bool { process.isRunning }

  /// Ends it as nothing can prevent.
  public func kill() { Glibc.kill(process.processIdentifier, SIGKILL) }

  /// What came on standard output so far.
  public func outputSoFar() throws -> String {
    String(decoding: try Data(contentsOf: output), as: UTF8.self)
  }

  /// Waits for its end.
  ///
  /// - Parameter timeout: the seconds after which it is killed.
  public func end(timeout: Double) throws -> Outcome {
    let deadline = Date(timeIntervalSinceNow: timeout)
    while process.isRunning, Date() < deadline { usleep(2000) }
    let timedOut = process.isRunning
    if timedOut { kill() }
    process.waitUntilExit()
    let isSignalled = process.terminationReason == .uncaughtSignal
    return Outcome(
      status: process.terminationStatus + (isSignalled ? 128 : 0), output: try outputSoFar(),
      errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self), timedOut: timedOut)
  }
}

extension StartedProgram {
  /// The first line that the program writes.
  public func firstLine() throws -> String {
    for _ in 0..<2000 {
      let text = try outputSoFar()
      if let end = text.firstIndex(of: "\n") { return String(text[..<end]) }
      guard isRunning else { break }
      usleep(5000)
    }
    throw CocoaError(.fileReadUnknown, userInfo: ["why": "\(try end(timeout: 1))"])
  }
}
