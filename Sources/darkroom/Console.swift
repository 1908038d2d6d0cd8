import ArgumentParser
import Pipeline

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The two streams of a command.
enum Console {
  /// Results, for standard output.
  static func result(_ text: String) {
    fputs(text + "\n", stdout)
  }

  /// Diagnostics and notes, for standard error.
  static func note(_ text: String) {
    fputs(text + "\n", stderr)
  }

  /// Ends the process as the error asks for.
  static func exit(with error: any Error) -> Never {
    if let error = error as? PipelineError {
      note("\(error)")
      Glibc.exit(error.exitStatus)
    }
    Darkroom.exit(withError: error)
  }
}
