import ArgumentParser
import Glibc
import JSON
import Pipeline
import Text

/// The two streams of a command, and the only way to them.
///
/// What is written is `Lines`, in which nothing from a file can steer a terminal or make a line of its
/// own. What the program itself has to say to a terminal, such as to draw over a line, is added behind
/// that.
enum Console {
  /// Results, for standard output.
  ///
  /// - Throws: a `Failure` (unwritable) when they cannot be written, on a full disk for example.
  static func result(_ text: Lines) throws { try output(shown(text, on: 1)) }

  /// Results for machines, for standard output: JSON, of the same value but with everything escaped
  /// that a terminal would act upon.
  static func result(json text: String) throws {
    try output(JSONText.printable(text))
  }

  /// A document, for standard output, as it would be in a file; documents hold nothing that is not
  /// printable by their own rules, and should one, it is shown so.
  static func document(_ text: String) throws {
    try result(
      text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
        .map { Lines(String($0)) }.joined())
  }

  private static func output(_ text: String) throws {
    let code = write(text + "\n", to: 1)
    guard code == 0 else {
      throw PipelineError.unwritable("standard output: \(String(cString: strerror(code)))")
    }
  }

  /// Diagnostics and notes, for standard error.
  static func note(_ text: Lines) { _ = write(shown(text, on: 2) + "\n", to: 2) }

  /// A text that is the program's own, such as a script for a shell, for standard output as it is.
  static func script(_ text: String) throws { try output(text) }

  /// A text as a stream is given it.
  private static func shown(_ text: Lines, on descriptor: Int32) -> String {
    Terminal(descriptor)?.shown(text) ?? text.shown
  }

  /// Draws over the line that the cursor is in, on a terminal at standard error.
  ///
  /// - Parameter columns: the most that are drawn.
  static func redraw(_ line: String, columns: Int) {
    _ = write("\r\u{1B}[K" + line.printable.prefix(columns), to: 2)
  }

  /// Opens a stream that is closed, lest the next file that is opened be taken for it.
  static func open() {
    for descriptor: Int32 in 0...2 where fcntl(descriptor, F_GETFD) == -1 {
      _ = Glibc.open("/dev/null", O_RDONLY)
    }
  }

  /// Writes text and returns the C library's error number, 0 when all went well.
  private static func write(_ text: String, to descriptor: Int32) -> Int32 {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let written = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      guard written > 0 || errno == EINTR else { return errno }
      bytes = bytes.dropFirst(max(written, 0))
    }
    return 0
  }

  /// Ends the process as the error asks for.
  static func exit(with error: any Error) -> Never {
    if let error = error as? any Failure {
      note(Lines(error))
      Glibc.exit(error.category.exitStatus)
    }
    // Help, the version and scripts for shells are the program's own.
    if Darkroom.exitCode(for: error).isSuccess { Darkroom.exit(withError: error) }
    var text = Darkroom.fullMessage(for: error)
    if let meant = Welcome.nearestCommand(to: CommandLine.paths) {
      text = text.replacingFirstLine { "\($0); did you mean 'darkroom \(meant)'?" }
    }
    if !text.isEmpty {
      note(
        text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
          .map { Lines(String($0)) }.joined())
    }
    Glibc.exit(Darkroom.exitCode(for: error).rawValue)
  }
}

extension String {
  /// The text with another first line.
  fileprivate func replacingFirstLine(_ replace: (Substring) -> String) -> String {
    let end = firstIndex(of: "\n") ?? endIndex
    return replace(self[..<end]) + self[end...]
  }
}

extension FailureCategory {
  /// The exit status of the command line, as in `sysexits.h`; 1 where something does not hold.
  var exitStatus: Int32 {
    switch self {
    case .refused: 1
    case .usage: 64
    case .malformed: 65
    case .unreadable: 66
    case .fault: 70
    case .unwritable: 73
    }
  }
}
