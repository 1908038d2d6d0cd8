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
  ///
  /// - Throws: `PipelineError.unwritable` when they cannot be written, on a full disk for example.
  static func result(_ text: String) throws(PipelineError) {
    let code = write(text + "\n", to: 1)
    guard code == 0 else {
      throw .unwritable("standard output: \(String(cString: strerror(code)))")
    }
  }

  /// Diagnostics and notes, for standard error.
  static func note(_ text: String) {
    diagnostic(text + "\n")
  }

  /// Parts of lines, for standard error.
  static func diagnostic(_ text: String) {
    _ = write(text, to: 2)
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
    if let error = error as? PipelineError {
      note("\(error)")
      Glibc.exit(error.exitStatus)
    }
    if let error = error as? Failure {
      note("\(error)")
      Glibc.exit(error.exitStatus)
    }
    Darkroom.exit(withError: error)
  }
}
