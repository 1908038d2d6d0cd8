import Files

/// What is checked of outputs before any work is done for them.
public enum OutputCheck {
  /// Checks that files can be created and are none of those that are read.
  ///
  /// Once the work is done `FilesInUse` would refuse them too, but too late.
  ///
  /// - Parameter inputs: the files that are read; nil for those that are not given.
  /// - Throws: `PipelineError.usage`, or `FileError` (unwritable).
  public static func check(
    _ outputs: some Sequence<String>, reading inputs: some Sequence<String?>
  ) throws {
    let read = Set(inputs.compactMap { $0.flatMap(FileIdentity.init(path:)) })
    for output in outputs {
      if let target = FileIdentity(path: output), read.contains(target) {
        throw PipelineError.usage(
          "\(output): would be overwritten, but is read; choose another output")
      }
      try AtomicFile.check(output)
    }
  }
}
