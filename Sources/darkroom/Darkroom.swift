import ArgumentParser
import Files
import Pipeline
import Text

/// The command line: each command in a file of its own.
@main
struct Darkroom: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "darkroom",
    abstract: "Turns darknet checkpoints into ONNX models, measured and signed.",
    discussion: """
      A MODEL is an .onnx file, or a .cfg file whose weights are given with --weights or lie \
      beside it under the same name. Results go to standard output, everything else to standard \
      error. Exit status: 0 done, 1 a check did not hold, 64 wrong usage, 65 malformed input, \
      66 input not found, 73 output cannot be written, 70 memory has run out, or a fault of \
      darkroom.
      """,
    version: ToolVersion.text,
    subcommands: [
      DemoCommand.self, InspectCommand.self, ConvertCommand.self, QuantizeCommand.self,
      CheckCommand.self,
      RunCommand.self, DetectCommand.self, ClassifyCommand.self, EvaluateCommand.self,
      CompareCommand.self, HardwareCommand.self, SidecarCommand.self,
      ReportCommand.self, ManifestCommand.self, ProvenanceCommand.self, NoticeCommand.self,
      CardCommand.self, BOMCommand.self, KeygenCommand.self, SignCommand.self, VerifyCommand.self,
      PushCommand.self, PullCommand.self, TagsCommand.self,
      TraceCommand.self, RebuildCommand.self, ZooCommand.self, DoctorCommand.self,
      GenerateCommand.self,
    ])

  static func main() {
    Console.open()
    Interruption.install()
    FilesInUse.shared.keep()
    do {
      try Execution.checkEnvironment()
      var command = try parse()
      try command.run()
    } catch {
      Console.exit(with: error)
    }
  }

  /// What the program does where no command is named.
  func run() throws { try Console.result(Welcome.page) }

  /// The command that the arguments ask for.
  ///
  /// Messages about wrong ones repeat them, so they are had for printable ones: a name that a shell
  /// has found in a folder can hold anything.
  private static func parse() throws -> any ParsableCommand {
    do { return try parseAsRoot(CommandLine.paths) } catch {
      _ = try parseAsRoot(CommandLine.paths.map(\.printable))
      throw error
    }
  }
}
