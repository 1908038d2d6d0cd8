import Foundation

extension WorkFolder {
  /// Runs `darkroom` in the folder.
  public func darkroom(
    _ arguments: String..., timeout: Double = 120
  ) throws -> CommandLineTool.Outcome {
    try CommandLineTool.run(arguments, in: url, timeout: timeout)
  }

  /// Runs `darkroom` in the folder.
  public func darkroom(_ arguments: [String]) throws -> CommandLineTool.Outcome {
    try CommandLineTool.run(arguments, in: url)
  }

  /// Runs a line of shell in the folder, in which `$darkroom` is the program.
  public func shell(_ line: String, timeout: Double = 120) throws -> CommandLineTool.Outcome {
    try CommandLineTool.shell(line, in: url, timeout: timeout)
  }
}
