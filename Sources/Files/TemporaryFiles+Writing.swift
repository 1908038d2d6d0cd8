import Glibc

extension TemporaryFiles.File {
  /// Appends bytes.
  ///
  /// - Parameter path: what errors call the file.
  func append(_ bytes: UnsafeRawBufferPointer, for path: String) throws(FileError) {
    var rest = bytes
    while let start = rest.baseAddress, rest.count > 0 {
      let written = uninterrupted { write(descriptor, start, rest.count) }
      guard written >= 0 else { throw FileError(kind: .unwritable, path: path, errno: errno) }
      rest = UnsafeRawBufferPointer(rebasing: rest[written...])
    }
  }

  /// Gives the file, which mkstemp makes private, the permissions of any new file.
  func makeOrdinary() {
    let mask = umask(0)
    umask(mask)
    fchmod(descriptor, 0o666 & ~mask)
  }
}
