import Files
import Pipeline

/// Files that commands write.
enum Output {
  /// Checks that a file can be created, before work is done whose result goes into it.
  ///
  /// - Parameter inputs: the files that the command reads, none of which it may be.
  static func check(_ path: String, reading inputs: [String?]) throws {
    try OutputCheck.check([path], reading: inputs)
  }

  /// Writes a whole file that the user named.
  static func write(_ text: String, to path: String) throws {
    try AtomicFile.write(Array(text.utf8), to: path)
  }

  /// Checks that nothing is lost by writing a file whose name was not given.
  static func check(_ file: DerivedFile, _ replacement: Replacement) throws {
    try file.check(replacement)
  }

  /// Writes a whole file whose name was not given.
  static func write(
    _ text: String, to file: DerivedFile, _ replacement: Replacement
  ) throws {
    try DerivedFile.write([(file, Array(text.utf8))], replacement)
  }
}
