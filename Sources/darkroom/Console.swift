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
    write(text, to: 1)
  }

  /// Diagnostics and notes, for standard error.
  static func note(_ text: String) {
    write(text, to: 2)
  }

  private static func write(_ text: String, to descriptor: Int32) {
    let bytes = Array((text + "\n").utf8)
    var start = 0
    while start < bytes.count {
      let written = bytes.withUnsafeBytes { bytes in
        Glibc.write(descriptor, bytes.baseAddress.map { $0 + start }, bytes.count - start)
      }
      guard written > 0 || errno == EINTR else { return }
      start += max(written, 0)
    }
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
